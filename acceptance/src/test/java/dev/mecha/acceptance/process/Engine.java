package dev.mecha.acceptance.process;

/** A real server beside the sidecar, which a case may kill, freeze and start again. */
public interface Engine extends AutoCloseable {

  /**
   * @return a component named {@code statestore} that uses it
   */
  String component();

  /** Ends it as {@code kill -9} does. */
  void kill();

  /** Starts it again on its port and files, after {@link #kill}. */
  void restart();

  /** Keeps it from running without ending it: connections stay and nobody answers. */
  void freeze();

  /** Ends {@link #freeze}. */
  void thaw();

  @Override
  void close();
}
