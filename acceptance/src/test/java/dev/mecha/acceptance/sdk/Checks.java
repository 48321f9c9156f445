package dev.mecha.acceptance.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A script that prints one line of JSON for each of its checks. */
final class Checks {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();

  private Checks() {}

  /**
   * Runs a script and fails with the checks that failed.
   *
   * @param count how many checks it has: one that was not run has not passed
   * @param folder to run in
   * @param command the interpreter, the script and its arguments
   */
  static void run(int count, Path folder, String... command) {
    var result = Script.run(List.of(command), folder, PATIENCE);
    List<JsonNode> checks = result.output().lines().map(Checks::parse).toList();
    assertThat(checks)
        .as("%s%n%s", result.output(), result.problems())
        .hasSize(count)
        .allSatisfy(
            check -> assertThat(check.path("ok").asBoolean()).as(check.toPrettyString()).isTrue());
    assertThat(result.status()).as(result.problems()).isZero();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }
}
