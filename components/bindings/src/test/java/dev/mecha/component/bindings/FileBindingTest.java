package dev.mecha.component.bindings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.OutputBindingTck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileBindingTest extends OutputBindingTck {

  @Override
  protected ComponentProvider<Binding> provider() {
    return new FileBinding.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("rootPath", root().toString());
  }

  private Path root() {
    return folder.resolve("root");
  }

  @Override
  protected BindingRequest request() {
    return new BindingRequest("create", "x".getBytes(UTF_8), Map.of("fileName", "tck"));
  }

  @Override
  protected BindingRequest refusedRequest() {
    return new BindingRequest("get", new byte[0], Map.of("fileName", "nobody"));
  }

  private static String said(@Nullable BindingResponse response) {
    return new String(requireNonNull(response).data(), UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"Hello\"     | Hello",
        "Hello there  | Hello there",
        "{\"a\":1}     | {\"a\":1}",
        "\"SGVsbG8h\"  | Hello!",
        "SGVsbG8h     | Hello!",
        "\"SGVsbG8\"   | SGVsbG8",
        "\"open        | \"open"
      })
  void keepsWhatTheDataStandsFor(String data, String content) throws Exception {
    OutputBinding binding = open();
    assertThat(said(ask(binding, "create", data, Map.of("fileName", "a/b.txt"))))
        .isEqualTo("{\"fileName\":\"a/b.txt\"}");
    assertThat(root().resolve("a/b.txt")).hasContent(content);
    assertThat(said(ask(binding, "get", "", Map.of("fileName", "a/b.txt")))).isEqualTo(content);
  }

  @Test
  void aFileWithoutANameGetsOne() throws Exception {
    String answer = said(ask(open(), "create", "x", Map.of()));
    assertThat(answer).matches("\\{\"fileName\":\"[0-9a-f-]{36}\"}");
    assertThat(root().toFile().list()).hasSize(1);
  }

  @Test
  void listsAndDeletes() throws Exception {
    OutputBinding binding = open();
    assertThat(said(ask(binding, "list", "", Map.of()))).isEqualTo("null");
    ask(binding, "create", "1", Map.of("fileName", "one"));
    ask(binding, "create", "2", Map.of("fileName", "d/two"));
    Path real = root().toRealPath();
    assertThat(said(ask(binding, "list", "", Map.of())))
        .isEqualTo("[\"" + real.resolve("d/two") + "\",\"" + real.resolve("one") + "\"]");
    assertThat(said(ask(binding, "list", "", Map.of("fileName", "d"))))
        .isEqualTo("[\"" + real.resolve("d/two") + "\"]");
    assertThat(ask(binding, "delete", "", Map.of("fileName", "one"))).isNull();
    assertThat(root().resolve("one")).doesNotExist();
    assertThatThrownBy(() -> ask(binding, "list", "", Map.of("fileName", "d/two")))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("not a directory");
    assertThatThrownBy(() -> ask(binding, "delete", "", Map.of("fileName", "one")))
        .hasMessage("error deleting file " + real.resolve("one") + ": no such file or directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../../x", "/x", "./x", "out/../x", "up/x", "abs/x", "loop2/x"})
  void noNameLeadsOut(String name) throws Exception {
    OutputBinding binding = open();
    Files.createSymbolicLink(root().resolve("up"), Path.of("../.."));
    Files.createSymbolicLink(root().resolve("abs"), Path.of("/"));
    Files.createSymbolicLink(root().resolve("loop2"), Path.of("up"));
    ask(binding, "create", "inside", Map.of("fileName", name));
    assertThat(folder.resolve("x")).doesNotExist();
    assertThat(root().resolve("x")).hasContent("inside");
  }

  @Test
  void linksThatGoRoundAreRefused() throws Exception {
    OutputBinding binding = open();
    Files.createSymbolicLink(root().resolve("a"), Path.of("b"));
    Files.createSymbolicLink(root().resolve("b"), Path.of("a"));
    assertThatThrownBy(() -> ask(binding, "get", "", Map.of("fileName", "a")))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("too many levels of symbolic links");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/proc/x", "/sys", "/tmp/../boot"})
  void someFoldersAreRefused(String path) {
    var context =
        ComponentContexts.of("bindings.localstorage", folder)
            .metadata(Map.of("rootPath", path))
            .context();
    assertThatThrownBy(() -> provider().create(context))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessageContaining("rootPath");
  }
}
