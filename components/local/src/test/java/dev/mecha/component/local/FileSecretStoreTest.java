package dev.mecha.component.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.secret.SecretFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSecretStoreTest {

  private static final Map<String, String> NONE = Map.of();
  private static final String NESTED =
      """
      {
        "plain": "p4ss",
        "db": {"user": "sa", "hosts": ["a", {"name": "b"}], "empty": {}},
        "number": 5432,
        "exact": 1.50,
        "flag": true,
        "nothing": null,
        "": "nameless"
      }
      """;

  @TempDir Path folder;

  private FileSecretStore store(String json, String... metadata) throws IOException {
    Path file = Files.writeString(folder.resolve("secrets.json"), json);
    var values = new java.util.HashMap<String, String>();
    values.put("secretsFile", file.toString());
    for (int i = 0; i < metadata.length; i += 2) {
      values.put(metadata[i], metadata[i + 1]);
    }
    return new FileSecretStore(FileSecretSettings.of(ComponentMetadata.of(values)));
  }

  @Test
  void nestedValuesAreNamedByTheWayToThem() throws IOException {
    assertThat(store(NESTED).getAll(NONE))
        .isEqualTo(
            Map.of(
                "plain", Map.of("plain", "p4ss"),
                "db:user", Map.of("db:user", "sa"),
                "db:hosts:0", Map.of("db:hosts:0", "a"),
                "db:hosts:1:name", Map.of("db:hosts:1:name", "b"),
                "number", Map.of("number", "5432"),
                "exact", Map.of("exact", "1.50"),
                "flag", Map.of("flag", "true"),
                "nothing", Map.of("nothing", "null"),
                "", Map.of("", "nameless")));
  }

  @Test
  void theSeparatorCanBeChosen() throws IOException {
    var store = store(NESTED, "nestedSeparator", ".");

    assertThat(store.get("db.hosts.1.name", NONE)).isEqualTo(Map.of("db.hosts.1.name", "b"));
    assertThat(store.get("db:user", NONE)).isNull();
  }

  @Test
  void anAbsentSecretIsNull() throws IOException {
    assertThat(store(NESTED).get("db", NONE)).isNull();
    assertThat(store(NESTED).get("Plain", NONE)).isNull();
  }

  @Test
  void withSeveralValuesAnObjectAtTheTopIsOneSecret() throws IOException {
    var store = store(NESTED, "multiValued", "true");

    assertThat(store.features()).containsExactly(SecretFeature.MULTIPLE_KEY_VALUES);
    assertThat(store.get("db", NONE))
        .isEqualTo(Map.of("user", "sa", "hosts:0", "a", "hosts:1:name", "b"));
    assertThat(store.get("plain", NONE)).isEqualTo(Map.of("plain", "p4ss"));
  }

  @Test
  void withSeveralValuesWhatIsNeitherTextNorObjectAtTheTopIsLeftOut() throws IOException {
    var store = store(NESTED.replace("\"flag\": true", "\"list\": [[1], {}]"), "multiValued", "y");

    assertThat(store.getAll(NONE)).containsOnlyKeys("plain", "db", "");
  }

  @Test
  void withoutSeveralValuesThereIsNoFeature() throws IOException {
    assertThat(store(NESTED).features()).isEmpty();
  }

  @Test
  void theLaterOfTwoValuesWithOneNameCounts() throws IOException {
    var store = store("{\"a\": {\"b\": \"1\"}, \"a:b\": \"2\", \"c\": \"3\", \"c\": \"4\"}");

    assertThat(store.get("a:b", NONE)).isEqualTo(Map.of("a:b", "2"));
    assertThat(store.get("c", NONE)).isEqualTo(Map.of("c", "4"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "{\"a\": {}, \"b\": []}"})
  void aFileMayHoldNoSecret(String json) throws IOException {
    assertThat(store(json).getAll(NONE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n\"key\": hunter2\n}",
        "{\n\"key\": \"hunter2\n}",
        "{\n\"key\": \"hunter2\" \"hunter2\"}",
        "{\"key\": 1}\nhunter2",
        "{\"key\": 1}\n{\"hunter2\": \"hunter2\"}",
        "{\"key\": \"hunter2\",\n",
        "\n[\"hunter2\"]",
        "\n\"hunter2\"",
        "\nhunter2",
        "{\n\"key\": 1hunter2}",
        "{\n\"key\": \"\\hunter2\"}"
      })
  void aMalformedFileIsReportedWithFileAndLineAndNothingOfItsContent(String json) {
    assertThatThrownBy(() -> store(json))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessageMatching(
            "secretsFile: \".*secrets.json\" line [23], column \\d+ \\(expected: .*\\)")
        .hasMessageNotContaining("hunter")
        .hasNoCause();
  }

  @Test
  void anEmptyFileIsNoObject() {
    assertThatThrownBy(() -> store(""))
        .hasMessageMatching("secretsFile: \".*\" line 1.* \\(expected: a JSON object\\)");
  }

  @Test
  void bytesThatAreNotTextAreReportedWithoutThem() throws IOException {
    Path file = folder.resolve("binary.json");
    Files.write(file, "{\"key\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> new FileSecretStore(new FileSecretSettings(file, ":", false)))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessageMatching("secretsFile: \".*binary.json\" line 1.*")
        .hasNoCause();
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(
            () ->
                new FileSecretStore(new FileSecretSettings(folder.resolve("no.json"), ":", false)))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessage(
            "secretsFile: \"" + folder.resolve("no.json") + "\" (expected: a file that exists)");
  }

  @Test
  void aMissingRelativeFileIsNamedWithThePlaceWhereItWasLookedFor() {
    Path file = Path.of("does", "not", "exist.json");

    assertThatThrownBy(() -> new FileSecretStore(new FileSecretSettings(file, ":", false)))
        .hasMessage(
            "secretsFile: \""
                + file
                + "\", looked for as "
                + file.toAbsolutePath()
                + " (expected: a file that exists)");
  }

  @Test
  void aFolderIsNoFile() {
    assertThatThrownBy(() -> new FileSecretStore(new FileSecretSettings(folder, ":", false)))
        .hasMessage("secretsFile: \"" + folder + "\" (expected: a file that can be read)");
  }

  @Test
  void secretsFileIsRequired() {
    assertThatThrownBy(() -> FileSecretSettings.of(ComponentMetadata.of(NONE)))
        .hasMessage("secretsFile: missing (expected: a value)");
  }

  @Test
  void whenClosedItRefuses() throws IOException {
    var store = store(NESTED);
    store.close();
    store.close();

    assertThatThrownBy(() -> store.get("plain", NONE)).isInstanceOf(ComponentException.class);
    assertThatThrownBy(() -> store.getAll(NONE)).isInstanceOf(ComponentException.class);
  }
}
