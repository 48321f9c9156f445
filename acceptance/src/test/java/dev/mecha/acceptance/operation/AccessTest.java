package dev.mecha.acceptance.operation;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Grpc;
import dev.mecha.acceptance.process.Http;
import dev.mecha.acceptance.process.Ports;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import io.grpc.Status.Code;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may call what, and through which door. */
class AccessTest {

  private static final byte[] EMPTY = new byte[0];

  @TempDir Path folder;

  @Test
  void theTokenIsAskedForAtBothDoorsAndNotAtThePublicOne() {
    int open = Ports.free();
    try (Sidecar sidecar =
            Sidecar.in(folder)
                .environment("DAPR_API_TOKEN", "right")
                .flags("--dapr-public-port=" + open, "--dapr-public-listen-address=127.0.0.1")
                .start();
        var grpc = new Grpc(sidecar.grpcPort());
        var door = new Http(open)) {
      assertThat(sidecar.send("GET", "/v1.0/metadata", "").statusCode()).isEqualTo(401);
      assertThat(sidecar.send("GET", "/v1.0/metadata", "", "dapr-api-token", "wrong").statusCode())
          .isEqualTo(401);
      assertThat(sidecar.send("GET", "/v1.0/metadata", "", "dapr-api-token", "right").statusCode())
          .isEqualTo(200);
      assertThat(grpc.call("GetMetadata", EMPTY).getCode()).isEqualTo(Code.UNAUTHENTICATED);
      assertThat(grpc.call("GetMetadata", EMPTY, "dapr-api-token", "wrong").getCode())
          .isEqualTo(Code.UNAUTHENTICATED);
      assertThat(grpc.call("GetMetadata", EMPTY, "dapr-api-token", "right").isOk()).isTrue();

      assertThat(door.send("GET", "/v1.0/metadata", "").statusCode()).isEqualTo(200);
      assertThat(door.send("GET", "/v1.0/healthz", "").statusCode()).isEqualTo(204);
      assertThat(door.send("POST", "/v1.0/shutdown", "").statusCode())
          .as("nothing else is there")
          .isEqualTo(404);
    }
  }

  @Test
  void apisAreTakenAwayByTheConfiguration() {
    try (Sidecar sidecar =
            Sidecar.in(folder)
                .resource(Resources.stateStore("state.in-memory"))
                .configuration(
                    """
                    apiVersion: dapr.io/v1alpha1
                    kind: Configuration
                    metadata:
                      name: config
                    spec:
                      api:
                        allowed:
                          - {name: state, version: v1.0, protocol: http}
                        denied:
                          - {name: metadata, version: v1, protocol: grpc}
                    """)
                .start();
        var grpc = new Grpc(sidecar.grpcPort())) {
      assertThat(sidecar.send("GET", "/v1.0/state/statestore/k", "").statusCode()).isEqualTo(204);
      assertThat(sidecar.send("GET", "/v1.0/metadata", "").statusCode()).isEqualTo(404);
      assertThat(sidecar.send("POST", "/v1.0/shutdown", "").statusCode()).isEqualTo(404);
      assertThat(grpc.call("GetMetadata", EMPTY).getCode()).isEqualTo(Code.UNIMPLEMENTED);
      assertThat(grpc.call("GetState", EMPTY).getCode())
          .as("the list of what is allowed speaks of HTTP only")
          .isNotIn(Code.OK, Code.UNIMPLEMENTED);
    }
  }

  @Test
  void onlyAllowedOriginsMayCallFromABrowser() {
    try (Sidecar sidecar =
        Sidecar.in(folder).flags("--allowed-origins=http://good.example").start()) {
      assertThat(preflight(sidecar, "http://good.example").headers().map())
          .hasEntrySatisfying(
              "access-control-allow-origin",
              values -> assertThat(values).containsExactly("http://good.example"));
      assertThat(preflight(sidecar, "http://bad.example").headers().map())
          .doesNotContainKey("access-control-allow-origin");
    }
  }

  private static HttpResponse<String> preflight(Sidecar sidecar, String origin) {
    return sidecar.send(
        "OPTIONS", "/v1.0/metadata", "", "Origin", origin, "Access-Control-Request-Method", "GET");
  }

  @Test
  void socketsTakeThePlaceOfPorts() throws IOException {
    Path sockets = Files.createDirectory(folder.resolve("s"));
    try (Sidecar sidecar = Sidecar.in(folder).flags("--unix-domain-socket=" + sockets).launch()) {
      sidecar.awaitLog("dapr initialized. Status: Running.");
      assertThat(sockets.resolve("dapr-myapp-grpc.socket")).exists();
      assertThat(get(sockets.resolve("dapr-myapp-http.socket"), "/v1.0/healthz"))
          .startsWith("HTTP/1.1 204 ");
      assertThat(sidecar.stop()).isZero();
    }
  }

  private static String get(Path socket, String path) throws IOException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      channel.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
      return new String(Channels.newInputStream(channel).readAllBytes(), US_ASCII);
    }
  }
}
