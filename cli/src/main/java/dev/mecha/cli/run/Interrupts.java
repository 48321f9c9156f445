package dev.mecha.cli.run;

/** Tells of requests to end: Ctrl-C, SIGTERM, the end of the terminal. */
public interface Interrupts {

  /**
   * @param reaction called on each of them, at any time, from any thread; returns soon
   */
  void onInterrupt(Runnable reaction);
}
