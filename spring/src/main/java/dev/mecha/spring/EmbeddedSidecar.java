package dev.mecha.spring;

import dev.mecha.runtime.Sidecar;
import dev.mecha.runtime.SidecarBuilder;
import dev.mecha.runtime.SidecarException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts a sidecar before the beans of an application are made, and tells Dapr's starter and SDK
 * where it is. Ends it behind them. Does nothing where {@link Settings} say that a sidecar is
 * there.
 */
public final class EmbeddedSidecar
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  /** Made by Spring, once for each application. */
  public EmbeddedSidecar() {}

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    ConfigurableEnvironment environment = context.getEnvironment();
    var settings = new Settings(environment);
    if (!settings.wanted()) {
      return;
    }
    var properties = new HashMap<String, Object>();
    Sidecar sidecar = start(settings, context, properties);
    properties.put("dapr.client.http-endpoint", "http://127.0.0.1:" + sidecar.httpPort());
    properties.put("dapr.client.grpc-endpoint", "http://127.0.0.1:" + sidecar.grpcPort());
    properties.put("DAPR_HTTP_PORT", Integer.toString(sidecar.httpPort()));
    properties.put("DAPR_GRPC_PORT", Integer.toString(sidecar.grpcPort()));
    environment.getPropertySources().addFirst(new MapPropertySource("mecha", properties));
    ApplicationListener<ContextClosedEvent> end =
        closed -> {
          if (closed.getApplicationContext().equals(context)) {
            sidecar.close();
          }
        };
    context.addApplicationListener(end);
  }

  private static Sidecar start(
      Settings settings, ConfigurableApplicationContext context, Map<String, Object> properties) {
    SidecarBuilder builder = Sidecar.builder(settings.appId()).environment(System.getenv());
    settings.home().map(Path::of).ifPresent(builder::home);
    if (settings.resources().isEmpty()) {
      builder
          .component("statestore", "state.in-memory", Map.of())
          .component("pubsub", "pubsub.in-memory", Map.of());
    }
    settings.resources().forEach(folder -> builder.resources(Path.of(folder)));
    if (context instanceof WebServerApplicationContext) {
      builder.app(serverPort(settings, properties), "http");
    }
    try {
      return builder.start();
    } catch (SidecarException e) {
      throw new IllegalStateException("the embedded sidecar did not start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the embedded sidecar did not start: interrupted", e);
    }
  }

  /** A random port has to be known before the application has chosen one: it is chosen here. */
  private static int serverPort(Settings settings, Map<String, Object> properties) {
    int port = settings.serverPort();
    if (port > 0) {
      return port;
    }
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      properties.put("server.port", Integer.toString(free.getLocalPort()));
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }
}
