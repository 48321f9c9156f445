package dev.mecha.cli.run;

import java.nio.file.Path;

/**
 * A sidecar's name and where it can be reached.
 *
 * @param appId the application's name
 * @param http the port of the HTTP API
 * @param grpc the port of the gRPC API
 * @param sockets the folder of the sockets that replace the ports, or empty
 */
record Doors(String appId, int http, int grpc, String sockets) {

  boolean onSockets() {
    return !sockets.isEmpty();
  }

  /**
   * @param api {@code http} or {@code grpc}
   * @return the API's socket
   */
  Path socket(String api) {
    return Path.of(sockets, "dapr-" + appId + "-" + api + ".socket");
  }
}
