// What is derived from a model once, for scoring and drawing.

/// Gathered networks and workspaces, which all uses of a model share.
///
/// A model is a value that is cheap to copy; its copies share this, and a model that differs in anything has its
/// own. Things must not refer to the model: the two would keep each other in memory for ever.
final class ModelCache: Sendable {
  private let things = Lock<[ObjectIdentifier: any AnyObject & Sendable]>([:])

  /// The thing of this type; it is made when it is first asked for, while others who ask wait.
  func thing<Thing: AnyObject & Sendable>(_ make: () -> Thing) -> Thing {
    things.withLock { things in
      if let found = things[ObjectIdentifier(Thing.self)] as? Thing { return found }
      let made = make()
      things[ObjectIdentifier(Thing.self)] = made
      return made
    }
  }
}
