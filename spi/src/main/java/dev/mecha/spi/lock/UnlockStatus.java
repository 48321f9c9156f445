package dev.mecha.spi.lock;

/** What became of the wish to give a lock back. */
public enum UnlockStatus {
  /** The lock is free. */
  SUCCESS,
  /** Nobody had the lock: it was given back already, or its time was over. */
  LOCK_DOES_NOT_EXIST,
  /** Somebody else has the lock, and keeps it. */
  LOCK_BELONGS_TO_OTHERS
}
