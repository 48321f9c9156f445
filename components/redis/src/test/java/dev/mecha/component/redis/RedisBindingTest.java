package dev.mecha.component.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.tck.OutputBindingTck;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisBindingTest extends OutputBindingTck {

  private static RedisServer server;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    server = RedisServer.start(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected ComponentProvider<Binding> provider() {
    return new RedisBinding.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("redisHost", server.address());
  }

  @Override
  protected BindingRequest request() {
    return new BindingRequest("increment", new byte[0], Map.of("key", "tck"));
  }

  /** A value that is no number cannot be counted up. */
  @Override
  protected BindingRequest refusedRequest() throws Exception {
    ask(open(), "create", "text", Map.of("key", "words"));
    return new BindingRequest("increment", new byte[0], Map.of("key", "words"));
  }

  private static String get(OutputBinding binding, Map<String, String> metadata) throws Exception {
    return new String(requireNonNull(ask(binding, "get", "", metadata)).data(), UTF_8);
  }

  @Test
  void keepsReadsAndRemoves() throws Exception {
    OutputBinding binding = open();
    assertThat(ask(binding, "create", "\"v\"", Map.of("key", "a"))).isNull();
    assertThat(get(binding, Map.of("key", "a"))).isEqualTo("\"v\"");
    assertThat(ask(binding, "delete", "", Map.of("key", "a"))).isNull();
    assertThat(get(binding, Map.of("key", "a"))).isEmpty();
  }

  @Test
  void readingMayRemove() throws Exception {
    OutputBinding binding = open();
    ask(binding, "create", "v", Map.of("key", "b"));
    assertThat(get(binding, Map.of("key", "b", "delete", "true"))).isEqualTo("v");
    assertThat(get(binding, Map.of("key", "b"))).isEmpty();
  }

  @Test
  void countsUp() throws Exception {
    OutputBinding binding = open();
    ask(binding, "increment", "", Map.of("key", "n"));
    ask(binding, "increment", "", Map.of("key", "n", "ttlInSeconds", "100"));
    assertThat(get(binding, Map.of("key", "n"))).isEqualTo("2");
    assertThat(server.ask("TTL", "n")).matches(":(100|9\\d)\r\n");
  }

  @Test
  void aKeyMayHaveALifeSpan() throws Exception {
    OutputBinding binding = open();
    ask(binding, "create", "v", Map.of("key", "t", "TTLinSeconds", "100"));
    assertThat(server.ask("TTL", "t")).matches(":(100|9\\d)\r\n");
    ask(binding, "create", "v", Map.of("key", "t"));
    assertThat(server.ask("TTL", "t")).isEqualTo(":-1\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "1.5"})
  void aLifeSpanThatIsNoneIsRefused(String seconds) throws Exception {
    OutputBinding binding = open();
    assertThatThrownBy(
            () -> ask(binding, "create", "v", Map.of("key", "r", "ttlInSeconds", seconds)))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining(seconds);
    assertThat(get(binding, Map.of("key", "r"))).isEmpty();
  }

  @Test
  void aRequestWithoutAKeyIsRefused() throws Exception {
    OutputBinding binding = open();
    assertThatThrownBy(() -> ask(binding, "get", "", Map.of()))
        .isInstanceOf(ComponentException.class)
        .hasMessage("redis binding: missing key in request metadata");
  }
}
