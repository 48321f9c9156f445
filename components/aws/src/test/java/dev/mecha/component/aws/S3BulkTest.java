package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.tck.ComponentContexts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class S3BulkTest {

  private static TestBucket bucket;

  @TempDir Path folder;

  /** Objects of one test. */
  private final String below = UUID.randomUUID() + "/";

  private OutputBinding binding;

  @BeforeAll
  static void makeBucket() {
    bucket = new TestBucket();
  }

  @BeforeEach
  void open() {
    binding = open(bucket.metadata());
  }

  private OutputBinding open(Map<String, String> metadata) {
    return requireNonNull(
        new S3Binding.Provider()
            .create(ComponentContexts.of("bindings.aws.s3", folder).metadata(metadata).context())
            .output());
  }

  @AfterEach
  void close() {
    binding.close();
  }

  private @Nullable BindingResponse ask(String operation, String data, Map<String, String> metadata)
      throws InterruptedException {
    return binding.invoke(new BindingRequest(operation, data.getBytes(UTF_8), metadata));
  }

  private void create(String data, Map<String, String> metadata) throws InterruptedException {
    ask("create", data, metadata);
  }

  private String read(String key) throws InterruptedException {
    return new String(requireNonNull(ask("get", "", Map.of("key", key))).data(), UTF_8);
  }

  private List<?> results(String operation, String data) throws Exception {
    BindingResponse answer = requireNonNull(ask(operation, data, Map.of()));
    return (List<?>) requireNonNull(Json.parse(answer.data()));
  }

  @Test
  void writesManyAtOnce() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "from a file");
    List<?> results =
        results(
            "bulkCreate",
            """
            {"items": [{"key": "%1$sa", "data": "one", "contentType": "text/plain"},
                       {"key": "", "data": "x"},
                       {"key": "%1$sb", "filePath": "%2$s"},
                       {"key": "%1$sc"}],
             "concurrency": 2}
            """
                .formatted(below, file));
    assertThat(results).hasSize(4);
    String location = AwsServers.s3().endpoint() + '/' + bucket.name() + '/' + below;
    assertThat(results.get(0)).isEqualTo(Map.of("key", below + "a", "location", location + "a"));
    assertThat(results.get(1)).isEqualTo(Map.of("key", "", "error", "key is required"));
    assertThat(results.get(2)).isEqualTo(Map.of("key", below + "b", "location", location + "b"));
    assertThat(results.get(3))
        .isEqualTo(Map.of("key", below + "c", "error", "either data or filePath is required"));
    assertThat(read(below + "a")).isEqualTo("one");
    assertThat(read(below + "b")).isEqualTo("from a file");
  }

  @Test
  void readsManyAtOnce() throws Exception {
    create("one", Map.of("key", below + "a"));
    create("two", Map.of("key", below + "b"));
    Path file = folder.resolve("saved");
    List<?> results =
        results(
            "bulkGet",
            """
            {"items": [{"key": "%1$sa"}, {"key": "%1$sabsent"}, {"key": "%1$sb", "filePath": "%2$s"},
                       {"key": "%1$sb", "filePath": "%2$s/below/a/file"}]}
            """
                .formatted(below, file));
    assertThat(results.subList(0, 3))
        .isEqualTo(
            List.of(
                Map.of("key", below + "a", "data", "one"),
                Map.of("key", below + "absent", "error", "object not found"),
                Map.of("key", below + "b")));
    assertThat(((Map<?, ?>) results.get(3)).get("error")).asString().contains("/below/a/");
    assertThat(file).hasContent("two");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void removesManyAtOnce() throws Exception {
    create("one", Map.of("key", below + "a"));
    List<?> results =
        results(
            "bulkDelete",
            "{\"keys\": [\"%1$sa\", \" \", \"%1$sabsent\", \"%1$sa\"]}".formatted(below));
    assertThat(results)
        .isEqualTo(
            List.of(
                Map.of("key", below + "a"),
                Map.of("key", " ", "error", "key is required"),
                Map.of("key", below + "absent"),
                Map.of("key", below + "a")));
    assertThatThrownBy(() -> read(below + "a")).hasMessage("object not found");
  }

  @Test
  void saysOfEachKeyThatTheBucketIsMissing() throws Exception {
    binding.close();
    binding = open(bucket.metadata("bucket", "no-such-bucket"));
    for (String operation : List.of("bulkDelete", "bulkGet", "bulkCreate")) {
      String data =
          operation.equals("bulkDelete")
              ? "{\"keys\": [\"a\"]}"
              : "{\"items\": [{\"key\": \"a\", \"data\": \"x\"}]}";
      assertThat(((Map<?, ?>) results(operation, data).getFirst()).get("error"))
          .asString()
          .contains(": NoSuchBucket: ");
    }
  }
}
