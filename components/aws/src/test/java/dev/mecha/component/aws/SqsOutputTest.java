package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.OutputBindingTck;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqsOutputTest extends OutputBindingTck {

  private final TestQueue queue = new TestQueue();

  @Override
  protected ComponentProvider<Binding> provider() {
    return new SqsBinding.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    queue.make(30);
    return queue.metadata();
  }

  @Override
  protected BindingRequest request() {
    return new BindingRequest("create", "text".getBytes(UTF_8), Map.of());
  }

  /** A queue takes no empty messages. */
  @Override
  protected BindingRequest refusedRequest() {
    return new BindingRequest("create", new byte[0], Map.of());
  }

  @Test
  void sendsTheDataAsItIs() throws Exception {
    OutputBinding binding = open();
    assertThat(ask(binding, "create", "\"a ü <&>\"", Map.of())).isNull();
    assertThat(queue.take()).isEqualTo("\"a ü <&>\"");
  }

  @Test
  void findsAQueueThatIsMadeLater() throws Exception {
    Binding binding =
        provider()
            .create(
                ComponentContexts.of("bindings.aws.sqs", folder)
                    .metadata(queue.metadata())
                    .context());
    OutputBinding output = (OutputBinding) binding;
    assertThatThrownBy(() -> ask(output, "create", "a", Map.of()))
        .isInstanceOf(ComponentException.class)
        .hasMessageStartingWith("unable to send message to queue \"%s\": ".formatted(queue.name()))
        .hasMessageContaining("(status 400");
    queue.make(30);
    ask(output, "create", "b", Map.of());
    assertThat(queue.take()).isEqualTo("b");
    binding.close();
    assertThatThrownBy(() -> ask(output, "create", "a", Map.of()))
        .isInstanceOf(ComponentException.class)
        .hasMessageEndingWith("the component is closed");
  }

  @Test
  void wantsAQueue() {
    assertThatThrownBy(
            () ->
                provider()
                    .create(
                        ComponentContexts.of("bindings.aws.sqs", folder)
                            .metadata(Map.of("region", "us-east-1"))
                            .context()))
        .hasMessage("queueName: missing (expected: a value)");
  }
}
