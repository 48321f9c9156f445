package dev.mecha.acceptance.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/testing.md shows is what the build runs, here and in the module junit. */
class TestingPageTest {

  private static final Pattern BLOCK =
      Pattern.compile("```(java|js|python)\n(.*?)```", Pattern.DOTALL);

  private static final Map<String, String> SOURCES =
      Map.of(
          "java", "junit/src/test/java/dev/mecha/junit/OrdersTest.java",
          "js", "examples/testing/orders.test.mjs",
          "python", "examples/testing/test_orders.py");

  @Test
  void everyPieceOfCodeIsOneThatRuns() throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(Example.ROOT.resolve("docs/testing.md")));
    int blocks = 0;
    while (block.find()) {
      blocks++;
      Path source = Example.ROOT.resolve(SOURCES.get(block.group(1)));
      assertThat(lines(Files.readString(source)))
          .as("%s in docs/testing.md", source.getFileName())
          .containsSubsequence(lines(block.group(2)));
    }
    assertThat(blocks).isEqualTo(4);
  }

  /** Without their indentation, which on the page is that of the page. */
  private static List<String> lines(String text) {
    return text.lines().map(String::strip).toList();
  }
}
