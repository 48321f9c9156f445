package dev.mecha.block.invoke;

import dev.mecha.kernel.channel.HttpEndpoint;

/** Who is called. */
sealed interface Target {

  /**
   * @return what metrics know it by
   */
  String name();

  /**
   * @param called the target as the caller named it
   * @param method what is called there
   * @return what has a circuit breaker of its own
   */
  default String breakerKey(String called, String method) {
    return called + ":" + method;
  }

  /** The application beside this sidecar. */
  record Self(String name) implements Target {}

  /** An application beside another sidecar. */
  record App(String name, String namespace) implements Target {}

  /** A service outside. */
  record Outside(String name, HttpEndpoint endpoint) implements Target {

    /** A path of a URL, or the whole of a named endpoint. */
    @Override
    public String breakerKey(String called, String method) {
      return name.equals(endpoint.baseUrl())
          ? name + "/" + method
          : name + ":" + endpoint.baseUrl();
    }
  }
}
