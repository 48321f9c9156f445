package dev.mecha.acceptance.observe;

/**
 * An application that hands a call on through its own sidecar, as applications with tracing do:
 * with the trace of the call that it got. Its method {@code first} calls {@code second} of another
 * application; every other method answers.
 */
interface Relay extends AutoCloseable {

  /**
   * @return what it speaks, as the flag {@code --app-protocol} has it
   */
  String protocol();

  /**
   * @return where it listens
   */
  int port();

  /**
   * @param sidecarPort where its sidecar takes calls of its protocol
   * @param next the application that it calls
   */
  void handOn(int sidecarPort, String next);

  /**
   * @return what trace header it got with the last call of {@code second}, as {@code traceparent}
   */
  String lastParent();

  @Override
  void close();
}
