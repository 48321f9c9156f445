package dev.mecha.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dapr.client.DaprClient;
import io.dapr.client.domain.DaprMetadata;
import io.dapr.client.domain.State;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** With Dapr's own starter on the class path, unchanged. */
@Timeout(60)
class EmbeddedSidecarTest {

  /** An application that wants nothing but a client. */
  @EnableAutoConfiguration
  static class Application {}

  @Test
  void theClientOfDaprsStarterFindsTheSidecarInThisJvm() {
    int port;
    try (ConfigurableApplicationContext context = run("spring.application.name=orders")) {
      DaprClient client = context.getBean(DaprClient.class);
      client.saveState("statestore", "order", 7).block();
      var read = client.getState("statestore", "order", Integer.class).map(State::getValue);
      assertThat(read.block()).isEqualTo(7);
      assertThat(client.getMetadata().map(DaprMetadata::getId).block()).isEqualTo("orders");
      port = context.getEnvironment().getRequiredProperty("DAPR_HTTP_PORT", Integer.class);
    }
    assertThatThrownBy(() -> new Socket("127.0.0.1", port).close())
        .as("the sidecar ends with the application")
        .isInstanceOf(IOException.class);
  }

  @Test
  void aSidecarThatIsThereIsUsed() {
    try (ConfigurableApplicationContext context = run("dapr.client.http-port=1")) {
      assertThat(context.getEnvironment().containsProperty("DAPR_HTTP_PORT")).isFalse();
    }
    try (ConfigurableApplicationContext context = run("mecha.mode=connect")) {
      assertThat(context.getEnvironment().containsProperty("DAPR_HTTP_PORT")).isFalse();
    }
  }

  @Test
  void aModeThatIsNoneIsNamed() {
    assertThatThrownBy(() -> run("mecha.mode=maybe").close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mecha.mode: \"maybe\" (expected: auto, embedded or connect)");
  }

  private static ConfigurableApplicationContext run(String... properties) {
    return new SpringApplicationBuilder(Application.class)
        .web(WebApplicationType.NONE)
        .properties(properties)
        .run();
  }
}
