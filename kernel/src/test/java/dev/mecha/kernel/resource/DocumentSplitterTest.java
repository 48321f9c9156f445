package dev.mecha.kernel.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentSplitterTest {

  private static List<String> split(String text) {
    return DocumentSplitter.split("f", text).stream()
        .map(document -> document.origin().line() + ":" + document.text())
        .toList();
  }

  @Test
  void cutsAtLinesThatStartWithDashes() {
    assertThat(split("a: 1\n---\nb: 2\n--- # comment\nc: 3"))
        .containsExactly("1:a: 1", "2:\nb: 2", "4:\nc: 3");
  }

  @Test
  void aLeadingMarkBelongsToTheFirstDocument() {
    assertThat(split("---\na: 1\n")).containsExactly("1:---\na: 1\n");
  }

  @Test
  void anEndWithoutNewlineLosesNothing() {
    assertThat(split("a: 1\n---")).containsExactly("1:a: 1", "2:");
    assertThat(split("a: 1\n--- ")).containsExactly("1:a: 1", "2:");
  }

  @Test
  void windowsLinesAndEmptyDocuments() {
    assertThat(split("a: 1\r\n---\r\n---\r\nb: 2\r\n"))
        .containsExactly("1:a: 1\r", "2:", "3:\nb: 2\r\n");
  }

  @Test
  void indentedDashesDoNotCut() {
    assertThat(split("a: |\n  ---\n  x\n")).hasSize(1);
  }
}
