// What may stand before an amount of money.

/// Texts before a number that make it an amount, and no name with a number in it such as `Room 5` or `A-17`.
enum Currency {
  /// How sure it is.
  enum Certainty {
    case sure
    /// If the numbers have decimals or groups of digits.
    case likely
  }

  /// Abbreviations with letters that are no codes of three.
  private static let words: Set<String> = [
    "kr", "kr.", "Fr", "Fr.", "SFr", "SFr.", "sFr.", "Rs", "Rs.", "RM", "Rp", "Rp.", "K\u{10D}",
    "z\u{142}", "Ft", "Lei", "lei", "руб", "руб.", "S/", "S/.", "B/.", "Bs", "Bs.",
  ]

  /// Codes of ISO 4217 that are hardly anything else.
  private static let codes: Set<String> = [
    "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK",
    "PLN", "CZK", "HUF", "BRL", "MXN", "RUB", "ZAR", "KRW", "SGD", "HKD", "DEM", "FRF", "ITL",
    "ESP", "ATS", "NLG", "BEF", "IDR", "MYR", "THB", "PHP", "VND", "TWD", "ILS", "AED", "SAR",
    "EGP", "NGN", "KES", "UAH", "RON", "BGN", "ISK", "CLP", "COP", "ARS", "PEN", "BTC", "ETH",
  ]

  /// Whether a text without blanks around it may stand before an amount; nil if not.
  static func certainty(_ text: some Collection<UInt8>) -> Certainty? {
    if text.isEmpty { return .sure }
    guard text.count <= 12 else { return nil }
    guard let string = String(validating: Array(text), as: UTF8.self) else {
      // In files of Latin-1: dollars are ASCII, and these the euro, cent, pound, general sign, yen.
      return text.count == 1 && [0x80, 0xA2, 0xA3, 0xA4, 0xA5].contains(text.first) ? .sure : nil
    }
    if words.contains(string) || codes.contains(string) { return .sure }
    let scalars = Array(string.unicodeScalars)
    let symbols = scalars.count { $0.properties.generalCategory == .currencySymbol }
    let capitals = scalars.count { ("A"..."Z").contains($0) }
    // `$`, `US$`, `$US`, `R$`; with a code beside it `USD $`.
    if symbols == 1 {
      let others = scalars.count - symbols - capitals
      return capitals <= 3 && others <= 1 && !scalars.contains(where: \.isDigit) ? .sure : nil
    }
    let isCode = symbols == 0 && capitals == scalars.count
    return isCode && (capitals == 3 || string == "R") ? .likely : nil
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
