package dev.mecha.component.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.InvalidMetadataException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {

  @ParameterizedTest
  @CsvSource({
    "data.db, file:data.db",
    "/var/data.db, file:/var/data.db",
    "file:data.db, file:data.db",
    "FILE:data.db, FILE:data.db",
    "file:data.db?mode=rwc&_txlock=immediate&_time_format=sqlite, file:data.db?mode=rwc",
    "data.db?cache=private&vfs=unix-dotfile, file:data.db?cache=private&vfs=unix-dotfile"
  })
  void sqliteGetsAUriWithItsOwnOptions(String text, String fileName) {
    assertThat(Source.parse(text).fileName()).isEqualTo(fileName);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {":memory:", "file::memory:", "file::memory:?cache=shared", "a?mode=memory"})
  void someSourcesAreInMemory(String text) {
    assertThat(Source.parse(text).memory()).isTrue();
    assertThat(Source.parse("memory.db").memory()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.db?mode=ro", "file:a.db?immutable=1", "a.db?mode=ro&mode=rw"})
  void someSourcesAreReadOnly(String text) {
    assertThat(Source.parse(text).readOnly()).isTrue();
    assertThat(Source.parse("a.db?mode=rw").readOnly()).isFalse();
  }

  @Test
  void pragmasAreKept() {
    assertThat(Source.parse("a.db?_pragma=cache_size(-8000)&_pragma=temp_store%3D2").pragmas())
        .isEqualTo(List.of("cache_size(-8000)", "temp_store=2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"busy_timeout(5)", "JOURNAL_MODE(OFF)", "foreign_keys(1)"})
  void pragmasWithAFieldOfTheirOwnAreRefused(String pragma) {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> Source.parse("a.db?_pragma=" + pragma))
        .withMessageContaining("found forbidden option '_pragma=");
  }

  @Test
  void pragmaThatIsMoreThanOneIsRefused() {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> Source.parse("a.db?_pragma=x(1);DROP%20TABLE%20state"))
        .withMessageContaining("(expected: name(value))");
  }

  @Test
  void labelShowsNoOptions() {
    assertThat(Source.parse("a.db?_pragma=cache_size(1)").label()).isEqualTo("a.db");
  }

  @Test
  void pathOfOurOwnMayHoldAnything() {
    Source source = Source.of(Path.of("/a b/100%?#/x.db"));
    assertThat(source.fileName()).isEqualTo("file:///a%20b/100%25%3F%23/x.db");
    assertThat(source.folder()).isEqualTo(Path.of("/a b/100%?#"));
  }
}
