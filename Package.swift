// swift-tools-version: 6.0

import PackageDescription

let package = Package(
  name: "made-tools",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "MadeCore", targets: ["MadeCore"]),
    .executable(name: "made-fit", targets: ["made-fit"]),
    .executable(name: "made-score", targets: ["made-score"]),
    .executable(name: "made-sample", targets: ["made-sample"]),
    .executable(name: "made-masks", targets: ["made-masks"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    // MARK: - System libraries
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["libz-dev"]), .brew(["zlib"])]),

    // MARK: - Kernels: the arithmetic inner loops, chosen once by CPU
    .target(name: "CKernels", exclude: ["README.md"]),

    // MARK: - Core: everything without a command line
    .target(
      name: "MadeCore", dependencies: ["CKernels", "CZlib"],
      exclude: [
        "README.md",
        "Base/Numerics/README.md",
        "Base/Threads/README.md",
        "Base/Storage/README.md",
        "Base/Files/README.md",
        "Tables/Text/README.md",
        "Tables/IDX/README.md",
        "Tables/Columns/README.md",
        "Tables/Columns/Notations/README.md",
        "Tables/Reading/README.md",
        "Tables/Inference/README.md",
        "Tables/Writing/README.md",
        "Models/Masks/README.md",
        "Models/Network/README.md",
        "Models/Densities/README.md",
        "Models/File/README.md",
        "Models/Flows/README.md",
        "Pictures/README.md",
        "Training/README.md",
        "Search/README.md",
        "Scoring/README.md",
        "Sampling/README.md",
        "Questions/README.md",
      ]),

    // MARK: - Command line
    .target(
      name: "CommandLineSupport",
      dependencies: [
        "MadeCore", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["README.md"]),

    // MARK: - Tools
    .executableTarget(
      name: "made-fit", dependencies: ["CommandLineSupport", "MadeCore"],
      exclude: ["README.md"]),
    .executableTarget(
      name: "made-score", dependencies: ["CommandLineSupport", "MadeCore"],
      exclude: ["README.md"]),
    .executableTarget(
      name: "made-sample", dependencies: ["CommandLineSupport", "MadeCore"],
      exclude: ["README.md"]),
    .executableTarget(
      name: "made-masks", dependencies: ["CommandLineSupport", "MadeCore"],
      exclude: ["README.md"]),

    // MARK: - Example: what the library's README shows
    .executableTarget(
      name: "library-example", dependencies: ["MadeCore"], path: "Tests/Examples",
      exclude: ["README.md", "check.sh"]),

    // MARK: - Tests
    .target(
      name: "FuzzProbes",
      dependencies: [
        "MadeCore", "CommandLineSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/Fuzz/Probes"),
    .testTarget(name: "MadeCoreTests", dependencies: ["MadeCore", "CKernels", "FuzzProbes"]),
    .testTarget(
      name: "ToolTests",
      dependencies: ["MadeCore", "made-fit", "made-score", "made-sample", "made-masks"],
      exclude: ["check-pages.sh", "read_model.py", "read_png.py", "regenerate-completions.sh"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu11
)

// Tests/Fuzz/fuzz.sh sets this; ordinary builds know nothing of libFuzzer.
if Context.environment["MADE_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "made-fuzz", dependencies: ["FuzzProbes"], path: "Tests/Fuzz/LibFuzzer"))
}
