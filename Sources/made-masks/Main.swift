// The tool lands with the core.
@main struct Placeholder { static func main() {} }
