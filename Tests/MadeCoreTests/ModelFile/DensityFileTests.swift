// Columns of numbers with a density in model files.

import Foundation
import MadeCore
import Testing

@Suite("A model file of numbers with a density")
struct DensityFileTests {
  @Test("is read as it was written", arguments: DensityKind.all)
  func roundTrip(kind: DensityKind) throws {
    let model = kind.model()
    let bytes = model.fileBytes(tool: "test 1")
    let read = try MadeModel(fileBytes: bytes)
    #expect(read.schema == model.schema && read.architecture == model.architecture)
    #expect(read.fileBytes(tool: "test 1") == bytes)
    let rows = model.someRecords(count: 50)
    #expect(read.logLikelihoods(of: rows) == model.logLikelihoods(of: rows))
    #expect(read.rows(0..<50, seed: 1) == model.rows(0..<50, seed: 1))
  }

  @Test("may say that its columns are pixels, and traps for none of it")
  func pixels() throws {
    let plain = DensityKind.all[0].model()
    var schema = plain.schema
    schema.imageShape = [1, 8]
    schema.threshold = 0.5
    let model = plain.with(schema: schema)
    let bytes = model.fileBytes(tool: "test 1")
    let read: MadeModel
    do throws(ModelFileError) { read = try MadeModel(fileBytes: bytes) } catch { return }
    let rows = model.rows(0..<20, seed: 1)
    #expect(read.rows(0..<20, seed: 1) == rows)
    #expect(read.logLikelihoods(of: rows) == model.logLikelihoods(of: rows))
  }
}

extension HostileModelTests {
  /// Why a header with these lines for a column of numbers is refused; nil if it is not.
  ///
  /// Its payload is another model's: a legal header is refused for that, and only after all of it has been read.
  private func fault(_ lines: String, size: String = "outputs 8") -> ModelFileError? {
    let none: [String: String?] = [
      "columns": String?.none, "categories": String?.none, "inputs": String?.none,
    ]
    let added = "\(size)\ncolumns 1 density\n\(lines)\ncolumns 3 binary\n"
    do throws(ModelFileError) {
      _ = try MadeModel(fileBytes: forged(none, adding: added, of: Self.words))
      return nil
    } catch {
      return "\(error)".contains("payload") ? nil : error
    }
  }

  @Test("is refused for numbers with a density that no column has, and traps for none")
  func densities() throws {
    let good = "density other 0 fixed 1 0 1 0.001 0.0 0.0 0.0 1.0 -5 5"
    func refuse(_ lines: String) {
      #expect(fault(lines) != nil, "\(lines.prefix(90))")
    }
    #expect(fault(good) == nil)
    #expect(fault("atoms -2 4\nknown 0 3\n" + good, size: "outputs 11") == nil)
    #expect(fault("atoms -2 4\nknown 0 3\ngaps -99 1\n" + good, size: "outputs 11") == nil)
    #expect(fault("gaps -99 2251799813685248\n" + good) == nil)
    for lines in [
      "", "density", "density ", good + " ", good + " 1", "\(good)\n\(good)",
      "density none 0 fixed 1 0 1 0.001 0.0 0.0 0.0 1.0 -5 5",
      "density missing 0 fixed 1 0 1 0.001 0.0 0.0 0.0 1.0 -5 5",
      "density other 601 fixed 1 0 1 0.001 0.0 0.0 0.0 1.0 -5 5",
      "density other 0 E+2.31 1 0 1 0.001 0.0 0.0 0.0 1.0 -5 5",
      "density other 0 e 1 0 1 0.001 0.0 0.0 0.0 1.0 -5 5",
      "density other 0 float 1 0 1 0.001 0.0 0.0 0.0 1.0 -5 5",
    ] { refuse(lines) }
    // Step, digits, components, least scale, and the deviation of the map.
    for words in [
      "0 0 1 0.001 1.0", "-1 0 1 0.001 1.0", "2 3 1 0.001 1.0", "1 17 1 0.001 1.0",
      "1 -1 1 0.001 1.0", "01 0 1 0.001 1.0", "9007199254740993 0 1 0.001 1.0",
      "4 0 1 0.001 1.0", "1 0 0 0.001 1.0", "1 0 33 0.001 1.0", "1 0 1 0 1.0", "1 0 1 0.0 1.0",
      "1 0 1 nan 1.0", "1 0 1 inf 1.0", "1 0 1 2.0 1.0", "1 0 1 -0.1 1.0", "1 0 1 1e-3 1.0",
      "1 0 1 1e-30 1.0", "1 0 1 0.001 0.0", "1 0 1 0.001 -1.0", "1 0 1 0.001 inf",
      "1 0 1 0.001 nan", "1 0 1 0.001 1e-31", "1 0 1 0.001 1e+31", "1 0 1 0.001 1",
    ] {
      let parts = words.split(separator: " ")
      let (first, deviation) = (parts.dropLast().joined(separator: " "), parts[4])
      refuse("density other 0 fixed \(first) 0.0 0.0 0.0 \(deviation) -5 5")
    }
    for map in ["0.0 -1.0 0.0", "nan 0.0 0.0", "0.0 inf 0.0", "0.0 0.0 1e+31"] {
      refuse("density other 0 fixed 1 0 1 0.001 \(map) 1.0 -5 5")
    }
    for range in ["5 -5", "-5 9007199254740993", "-5", "a b"] {
      refuse("density other 0 fixed 1 0 1 0.001 0.0 0.0 0.0 1.0 \(range)")
    }
    for values in [
      "atoms 3 1", "atoms 1 1", "atoms ", "atoms 1  2", "atoms 1.5", "known 3 1", "known 2 2",
      "known ", "atoms 1\natoms 2", "known 1\nknown 2", "atoms 1\nknown 1",
      "known 9007199254740993", "atoms" + (0..<1000).map { " \($0)" }.joined(),
      "bins none 0 fixed 1 2", "gaps ", "gaps 2 1", "gaps 1\ngaps 2", "gaps -5", "gaps 5",
      "gaps 2251799813685249", "gaps -2251799813685249", "known 1 2\ngaps 2",
      "atoms 1\ngaps 1",
    ] { refuse("\(values)\n\(good)") }
    // Rhythms: their own numbers, and those of the grid.
    #expect(fault("rhythm 7 7 4\n" + good, size: "outputs 15") == nil)
    for line in [
      "rhythm", "rhythm 7", "rhythm 7 7", "rhythm 7 7 7", "rhythm 7 7 -1", "rhythm 7 7 4 1",
      "rhythm 0 7 0", "rhythm 7 0 0", "rhythm 7 1 0", "rhythm 8 7 0", "rhythm 7 7 04",
      "rhythm 1352 169 0", "rhythm 7 7 4\nrhythm 7 7 4", "gaps 1\nrhythm 7 7 4",
      "rhythm 9007199254740992 2 0", "rhythm 1.5 2 0", "rhythm 7 7  4",
    ] { refuse("\(line)\n\(good)") }
    refuse("rhythm 14 7 4\ndensity other 0 fixed 5 0 1 0.001 0.0 0.0 0.0 1.0 -5 5")
    refuse("rhythm 35 7 4\ndensity other 0 fixed 5 0 1 0.001 0.0 0.0 0.0 1.0 -5 5")
    refuse("rhythm 7 7 4\ndensity other 0 fixed 1 3 1 0.001 0.0 0.0 0.0 1.0 -5 5")
    // Heaps: steps of which each is a multiple of the one before, the first one of the grid's.
    let bent = "density other 0 fixed 1 0 1 0.001 0.0 2.0 0.0 1.0 -5 5"
    #expect(fault("centers 5.0 1.5\n" + bent) == nil)
    #expect(fault("centers 5.0 1.5 -7.0 1e+20\n" + bent) == nil)
    for line in [
      "centers", "centers ", "centers 5.0", "centers 5.0 0.0", "centers 5.0 -1.0",
      "centers 5 1.5", "centers 5.0 1e31", "centers nan 1.5", "centers 5.0  1.5",
      "centers 5.0 1.5 6.0", "centers 5.0 1.5\ncenters 6.0 1.5",
      "centers" + String(repeating: " 5.0 1.5", count: 10),
    ] {
      refuse("\(line)\n\(bent)")
    }
    refuse("centers 5.0 1.5\n\(good)")
    #expect(fault("heaps 10 100\n" + good, size: "outputs 11") == nil)
    for line in [
      "heaps", "heaps ", "heaps 1", "heaps 0", "heaps -10", "heaps 10 10", "heaps 10 15",
      "heaps 010",
      "heaps 100 10", "heaps 10 9007199254740992", "gaps 1\nheaps 10", "rhythm 7 7 4\nheaps 10",
      "heaps 10\nheaps 10", "heaps 10  100",
      "heaps " + (1...20).map { "\(1 << $0)" }.joined(separator: " "),
    ] { refuse("\(line)\n\(good)") }
    refuse("heaps 12\ndensity other 0 fixed 5 0 1 0.001 0.0 0.0 0.0 1.0 -5 5")
    refuse("heaps 10\ndensity other 0 fixed 1 3 1 0.001 0.0 0.0 0.0 1.0 -5 5")
    // Notations: the word, the pattern, the unit, the origin, digits of fractions, zones.
    for line in [
      "date Y-M-D day 18000 0", "date M/D/y day 0 0", "date h:N minute 5 0",
      "date Y-M-D month:31 24000 0", "date Y-\\QQ quarter 8000 0",
      "date Y-M-D%20H:N:SFO second 1500000000 6 60 1585443600:120 1603587600:60",
      "date Y-M-D\\TH:N:SO second 1500000000 0 60*3 -120*1",
    ] {
      #expect(fault("notation \(line)\n\(good)") == nil, "\(line)")
      refuse("notation \(line) \n\(good)")
      refuse("notation \(line)\nnotation \(line)\n\(good)")
      for count in 0..<line.split(separator: " ").count - 1 where count < 4 {
        let words = line.split(separator: " ").prefix(count + 1).joined(separator: " ")
        refuse("notation \(words)\n\(good)")
      }
    }
    for line in [
      "", "decimal", "date", "dates Y-M-D day 18000 0", "date Y-M-D week 0 0",
      "date Y-M-D second 0 0", "date Y-M-D month:0 0 0", "date Y-M-D month:32 0 0",
      "date Y-M month:2 0 0", "date H:N day 0 0", "date Y day 0 0", "date M-D day 0 0",
      "date Y-Y-D day 0 0", "date Y-M-D%2 day 0 0", "date Y-M-D%200 day 0 0",
      "date Y-M-DX day 0 0", "date Y-M-D\\ day 0 0", "date Y-M-D\\- day 0 0",
      "date Y-M-D day 900719925474099 0", "date Y-M-D day 1 13", "date Y-M-D day 1 -1",
      "date Y-M-D day 01 0", "date Y-M-D day 1 0 60", "date I:N minute 0 0",
      "date H:N%20P minute 0 0", "date Y-M-D%20H:N:SO second 0 0",
      "date Y-M-D%20H:N:SO second 0 0 1440", "date Y-M-D%20H:N:SO second 0 0 60 1:2:3",
      "date Y-M-D%20H:N:SO second 0 0 60 5:60 5:70", "date Y-M-D%20H:N:SO second 0 0 60*0",
      "date " + String(repeating: "-", count: 300) + "Y-M-D day 0 0",
    ] { refuse("notation \(line)\n\(good)") }
    refuse("notation date Y-M-D day 0 0\ndensity other 1 fixed 1 0 1 0.001 0.0 0.0 0.0 1.0 -5 5")
    refuse("notation date Y-M-D day 0 0\ndensity other 0 E+2.5 1 0 1 0.001 0.0 0.0 0.0 1.0 -5 5")
    refuse("notation date Y-M-D day 0 0\nwords 2020-01-01\n" + good)
    for values in ["atoms 3", "known 7", "gaps 11"] {
      refuse("\(values)\ndensity other 0 fixed 5 0 1 0.001 0.0 0.0 0.0 1.0 -5 5")
    }
    // Bad texts of marks. The size of the columns is right for their number, so that only the texts are at fault.
    let missing = good.replacingOccurrences(of: "other", with: "other+missing")
    for (lines, size) in [
      ("absent NA\n\(missing)", 9), ("absent % NA\n\(missing)", 10),
      ("words %25 <5 off\n\(good)", 11), ("absent -999 NA\nwords off\n\(missing)", 11),
      ("density other 0 E+2.5 1 6 1 0.001 0.0 0.0 0.0 1.0 -5 5", 8),
    ] { #expect(fault(lines, size: "outputs \(size)") == nil, "\(lines)") }
    for (lines, size) in [
      ("absent %\n\(missing)", 9), ("absent NA\n\(good)", 8), ("absent NA\n\(good)", 9),
      ("absent NA %\n\(missing)", 10), ("absent NA NA\n\(missing)", 10), ("absent \n\(missing)", 9),
      ("absent  NA\n\(missing)", 10), ("absent NA\nabsent NB\n\(missing)", 10),
      ("absent %4e\n\(missing)", 9), ("absent %4E\n\(missing)", 9), ("absent %4\n\(missing)", 9),
      ("words %\n\(good)", 9), ("words \n\(good)", 9), ("words b a\n\(good)", 10),
      ("words a a\n\(good)", 10), ("words 1\n\(good)", 9), ("words -1.5e3\n\(good)", 9),
      ("absent off\nwords off\n\(missing)", 10), ("words a\nwords b\n\(good)", 10),
      ("words a", 9), ("words" + (0..<1000).map { " a\(1000 + $0)" }.joined() + "\n" + good, 1008),
    ] { #expect(fault(lines, size: "outputs \(size)") != nil, "\(lines.prefix(60))") }
    // The size of such columns is said by outputs, and by nothing else.
    for size in [
      "inputs 8", "outputs 8\ninputs 8", "inputs 8\noutputs 8", "outputs 0", "outputs 9",
    ] {
      #expect(fault(good, size: size) != nil, "\(size)")
    }
  }

  @Test("of numbers with a density is refused for their dependencies")
  func densityDependencies() {
    let good = "density other 0 fixed 1 0 1 0.001 0.0 0.0 0.0 1.0 -5 5"
    for line in ["determines 1 2 0 1", "determines 2 1 0 1", "determines 2 1 - 0"] {
      #expect(fault("\(good)\n\(line)") != nil, "\(line)")
    }
  }
}
