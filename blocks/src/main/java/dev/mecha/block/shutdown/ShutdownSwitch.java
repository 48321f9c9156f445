package dev.mecha.block.shutdown;

/** Ends the sidecar. Returns at once; what follows happens behind the answer. */
public interface ShutdownSwitch {

  /** Stops accepting, finishes the calls in flight, closes the components. */
  void graceful();

  /** Ends the process with status 1 a moment later, without waiting for anything. */
  void forced();
}
