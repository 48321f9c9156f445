package dev.mecha.block.invoke;

import dev.mecha.kernel.channel.HttpEndpoint;

/** Who is called. */
sealed interface Target {

  /**
   * @return what the caller named, as policies and metrics know it
   */
  String name();

  /** The application beside this sidecar. */
  record Self(String name) implements Target {}

  /** An application beside another sidecar. */
  record App(String name, String namespace) implements Target {}

  /** A service outside. */
  record Outside(String name, HttpEndpoint endpoint) implements Target {}
}
