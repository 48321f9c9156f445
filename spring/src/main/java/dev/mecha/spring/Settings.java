package dev.mecha.spring;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.core.env.Environment;

/**
 * What the application's properties say about the sidecar.
 *
 * @param environment of the application
 */
record Settings(Environment environment) {

  private static final String MODE = "mecha.mode";

  /** Any of these names a sidecar that is there already. */
  private static final List<String> NAMED =
      List.of(
          "DAPR_HTTP_PORT",
          "DAPR_GRPC_PORT",
          "DAPR_HTTP_ENDPOINT",
          "DAPR_GRPC_ENDPOINT",
          "dapr.client.http-endpoint",
          "dapr.client.grpc-endpoint",
          "dapr.client.http-port",
          "dapr.client.grpc-port");

  /** Whether to start one. */
  boolean wanted() {
    String mode = environment.getProperty(MODE, "auto");
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "embedded" -> true;
      case "connect" -> false;
      case "auto" -> NAMED.stream().noneMatch(environment::containsProperty);
      default ->
          throw new IllegalArgumentException(
              MODE + ": \"" + mode + "\" (expected: auto, embedded or connect)");
    };
  }

  String appId() {
    return environment.getProperty(
        "mecha.app-id", environment.getProperty("spring.application.name", "application"));
  }

  /** Folders of resource files; none for the defaults. */
  List<String> resources() {
    return Arrays.stream(environment.getProperty("mecha.resources", "").split(","))
        .map(String::strip)
        .filter(folder -> !folder.isEmpty())
        .toList();
  }

  Optional<String> home() {
    return Optional.ofNullable(environment.getProperty("mecha.home"));
  }

  /** 0 or less for a random one. */
  int serverPort() {
    return environment.getProperty("server.port", Integer.class, 8080);
  }
}
