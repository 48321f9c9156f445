package dev.mecha.transport.app;

/**
 * Where the application is, and how it is spoken to.
 *
 * @param address its host ({@code --app-channel-address})
 * @param port its port ({@code --app-port}); 1 to 65535
 * @param protocol what it speaks ({@code --app-protocol})
 * @param token what is shown to it
 * @param maxHeaderBytes the largest head of an answer ({@code --read-buffer-size}); at least 1
 */
public record HttpAppSettings(
    String address, int port, Protocol protocol, AppToken token, int maxHeaderBytes) {

  /** What an application speaks. */
  public enum Protocol {
    /** HTTP/1.1. */
    HTTP,
    /** HTTP/1.1 over TLS; its certificate is not verified. */
    HTTPS,
    /** HTTP/2 without TLS, from the first byte on. */
    H2C
  }

  /** Checks the ranges. */
  public HttpAppSettings {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("app-port: " + port + " (expected: 1 to 65535)");
    }
    if (maxHeaderBytes < 1) {
      throw new IllegalArgumentException("maxHeaderBytes: " + maxHeaderBytes + " (expected: >= 1)");
    }
  }
}
