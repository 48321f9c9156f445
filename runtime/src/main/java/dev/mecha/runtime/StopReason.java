package dev.mecha.runtime;

/** Why a sidecar is to stop. */
public enum StopReason {
  /** Somebody asked it to. */
  SHUTDOWN,
  /** It is to start anew, because a resource has changed that takes effect at start only. */
  RELOAD
}
