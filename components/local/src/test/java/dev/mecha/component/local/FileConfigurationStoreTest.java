package dev.mecha.component.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.tck.ConfigurationStoreTck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FileConfigurationStoreTest extends ConfigurationStoreTck {

  private final Map<String, ConfigurationItem> items = new TreeMap<>();
  private boolean away;

  @Override
  public ComponentProvider<ConfigurationStore> provider() {
    return new FileConfigurationStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("configurationFile", file().toString(), "pollInterval", "20ms");
  }

  private Path file() {
    return folder.resolve("configuration.json");
  }

  @Override
  public void put(String key, String value, String version) throws IOException {
    items.put(key, ConfigurationItem.of(value, version));
    write();
  }

  @Override
  public void remove(String key) throws IOException {
    items.remove(key);
    write();
  }

  /** In place, so that a reader may see half of it. */
  private void write() throws IOException {
    if (!away) {
      Files.writeString(file(), json());
    }
  }

  private String json() {
    var json = new StringBuilder("{");
    items.forEach(
        (key, item) ->
            json.append(json.length() == 1 ? "" : ",")
                .append(text(key))
                .append(":{\"value\":")
                .append(text(item.value()))
                .append(",\"version\":")
                .append(text(item.version()))
                .append('}'));
    return json.append('}').toString();
  }

  private static String text(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  /** The file is taken away, and another one comes in its place. */
  @Override
  public Outage outage() {
    return meanwhile -> {
      Files.delete(file());
      away = true;
      meanwhile.run();
      away = false;
      Path other = Files.writeString(folder.resolve("other"), json());
      Files.move(other, file(), StandardCopyOption.ATOMIC_MOVE);
    };
  }

  @Test
  void valuesMayBeShort() throws Exception {
    Files.writeString(
        file(),
        "{\"a\":\"one\",\"b\":7,\"c\":true,\"d\":null,"
            + "\"e\":{\"value\":1.50,\"version\":3,\"metadata\":{\"unit\":\"m\"}}}");
    assertThat(store().get(List.of(), Map.of()))
        .isEqualTo(
            Map.of(
                "a", ConfigurationItem.of("one", ""),
                "b", ConfigurationItem.of("7", ""),
                "c", ConfigurationItem.of("true", ""),
                "e", new ConfigurationItem("1.50", "3", Map.of("unit", "m"))));
  }

  @Test
  void whatIsWrongIsSaidWithoutTheContent() throws Exception {
    assertWrong("", "a JSON object");
    assertWrong("[]", "a JSON object");
    assertWrong("{\"a\":\"s3cret", "valid JSON");
    assertWrong("{\"a\":[\"s3cret\"]}", "a text, a number");
    assertWrong("{\"a\":{\"valu\":\"s3cret\"}}", "a text, a number");
    assertWrong("{\"a\":1} s3cret", "valid JSON");
    assertWrong("{} {}", "nothing more");
    Files.delete(file());
    assertThat(store().get(List.of(), Map.of())).isEmpty();
  }

  private void assertWrong(String content, String expected) throws IOException {
    Files.writeString(file(), content);
    assertThatExceptionOfType(ComponentException.class)
        .as(content)
        .isThrownBy(() -> store().get(List.of(), Map.of()))
        .withMessageContaining(file().toString())
        .withMessageContaining("(expected: " + expected)
        .withMessageNotContaining("s3cret");
  }
}
