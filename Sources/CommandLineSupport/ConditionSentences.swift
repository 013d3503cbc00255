// What is wrong with a condition.

import MadeCore

extension ConditionError {
  /// What is wrong with a condition: one line.
  package var sentence: String {
    switch self {
    case .leftOut(let name): "the column \"\(printable(name))\" was left out of the model"
    case .noCondition(let text):
      "\"\(printable(text))\" does not begin with a column and an operator"
    case .noColumn(let name, _): "there is no column \"\(printable(name))\""
    case .noOperator(let column): "no operator follows the name \(printable(column))"
    case .foreignOperator(let text): "there is no operator \(printable(text))"
    case .noOrder(let column): "\(printable(column)) is not a column of numbers, and has no order"
    case .notADate(let column, let value):
      "\(printable(column)) is a column of dates or times, and \"\(printable(value))\" is none"
    case .notANumber(let column, let value):
      "\(printable(column)) is a column of numbers, and \"\(printable(value))\" is not a number"
    case .impossible(let column): "no value of \(printable(column)) seen in training satisfies it"
    case .offGrid(let column): "no number on the grid of \(printable(column)) satisfies it"
    }
  }

  private var hint: String? {
    switch self {
    case .leftOut(let name): ToolFailure.leftOutHint(name)
    case .noColumn(_, let nearest?): didYouMean(nearest)
    case .noColumn: "made-masks --info shows the columns; they may be called by their numbers, too"
    case .noCondition, .noOperator, .foreignOperator:
      "conditions are NAME=VALUE|VALUE, NAME=NUMBER..NUMBER, NAME!=VALUE, NAME<NUMBER, <=, > or >="
    case .noOrder: "use = or != with values separated by |"
    case .notANumber(_, ""), .notADate(_, ""):
      "a range has two ends; with one it is NAME>=... or NAME<=..."
    case .notANumber, .notADate: nil
    case .impossible: "made-masks --info shows the values of each column"
    case .offGrid: "made-columns(7) says which numbers are on it"
    }
  }

  /// Of a condition that was given with `--where`.
  package var failure: ToolFailure { .usage("--where: " + sentence, hint: hint) }
}
