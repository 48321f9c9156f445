package dev.mecha.block.pubsub.subscribe;

/** What the application says of an event that it was given, unless it wants it again. */
enum Verdict {
  /** It is done with. */
  SUCCESS,
  /** It shall not come again; it belongs to the dead letters. */
  DROP,
  /** It shall not come again; the application knows nothing of such events. */
  UNKNOWN
}
