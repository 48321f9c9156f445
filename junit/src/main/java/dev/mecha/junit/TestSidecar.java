package dev.mecha.junit;

import dev.mecha.runtime.Sidecar;
import java.util.Map;

/** A sidecar that runs in the test's JVM, as clients see it. */
public final class TestSidecar {

  private final String appId;
  private final Sidecar sidecar;

  TestSidecar(String appId, Sidecar sidecar) {
    this.appId = appId;
    this.sidecar = sidecar;
  }

  /**
   * @return the application's name
   */
  public String appId() {
    return appId;
  }

  /**
   * @return the port of the HTTP API on 127.0.0.1
   */
  public int httpPort() {
    return sidecar.httpPort();
  }

  /**
   * @return the port of the gRPC API on 127.0.0.1
   */
  public int grpcPort() {
    return sidecar.grpcPort();
  }

  /**
   * @return where the HTTP API is, such as {@code http://127.0.0.1:40123}
   */
  public String httpEndpoint() {
    return "http://127.0.0.1:" + httpPort();
  }

  /**
   * @return where the gRPC API is, such as {@code http://127.0.0.1:40124}: the form that official
   *     SDKs take
   */
  public String grpcEndpoint() {
    return "http://127.0.0.1:" + grpcPort();
  }

  /**
   * What an application or an SDK reads from its environment.
   *
   * @return {@code DAPR_HTTP_PORT}, {@code DAPR_GRPC_PORT}, {@code DAPR_HTTP_ENDPOINT}, {@code
   *     DAPR_GRPC_ENDPOINT} and {@code APP_ID}
   */
  public Map<String, String> environment() {
    return Map.of(
        "APP_ID", appId,
        "DAPR_HTTP_PORT", Integer.toString(httpPort()),
        "DAPR_GRPC_PORT", Integer.toString(grpcPort()),
        "DAPR_HTTP_ENDPOINT", httpEndpoint(),
        "DAPR_GRPC_ENDPOINT", grpcEndpoint());
  }
}
