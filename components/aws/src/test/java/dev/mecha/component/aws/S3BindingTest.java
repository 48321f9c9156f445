package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.OutputBindingTck;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3BindingTest extends OutputBindingTck {

  private static TestBucket bucket;

  /** Objects of one test. */
  private final String below = UUID.randomUUID() + "/";

  @BeforeAll
  static void makeBucket() {
    bucket = new TestBucket();
  }

  @Override
  protected ComponentProvider<Binding> provider() {
    return new S3Binding.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return bucket.metadata();
  }

  @Override
  protected BindingRequest request() {
    return new BindingRequest("create", "tck".getBytes(UTF_8), Map.of("key", "tck"));
  }

  @Override
  protected BindingRequest refusedRequest() {
    return new BindingRequest("get", new byte[0], Map.of("key", below + "absent"));
  }

  private OutputBinding open(Map<String, String> metadata) throws Exception {
    return requireNonNull(
        provider()
            .create(
                ComponentContexts.of("bindings.aws.s3", folder.resolve("home"))
                    .metadata(metadata)
                    .context())
            .output());
  }

  private static Document create(OutputBinding binding, String data, Map<String, String> metadata)
      throws Exception {
    return Document.of(requireNonNull(ask(binding, "create", data, metadata)).data(), "answer");
  }

  private static String read(OutputBinding binding, String key) throws Exception {
    return text(requireNonNull(ask(binding, "get", "", Map.of("key", key))));
  }

  private static String text(BindingResponse response) {
    return new String(response.data(), UTF_8);
  }

  @Test
  void writesReadsAndRemoves() throws Exception {
    OutputBinding binding = open();
    String key = below + "a b/ü.txt";
    BindingResponse answer = requireNonNull(ask(binding, "create", "content", Map.of("key", key)));
    assertThat(answer.metadata()).isEqualTo(Map.of("key", key));
    Document fields = Document.of(answer.data(), "answer");
    assertThat(fields.text("location"))
        .startsWith(AwsServers.s3().endpoint() + '/' + bucket.name() + '/' + below);
    assertThat(fields.fields()).hasSize(2);
    assertThat(fields.get("versionID")).isNull();
    assertThat(read(binding, key)).isEqualTo("content");
    assertThat(ask(binding, "delete", "", Map.of("key", key))).isNull();
    assertThatThrownBy(() -> read(binding, key))
        .isInstanceOf(ComponentException.class)
        .hasMessage("object not found");
    assertThat(ask(binding, "delete", "", Map.of("key", key))).isNull();
  }

  @Test
  void findsANameForAnObjectWithoutOne() throws Exception {
    OutputBinding binding = open();
    BindingResponse answer = requireNonNull(ask(binding, "create", "x", Map.of()));
    String key = requireNonNull(answer.metadata().get("key"));
    assertThat(UUID.fromString(key)).hasToString(key);
    assertThat(read(binding, key)).isEqualTo("x");
  }

  /** What an application writes as a JSON string is meant to be the text. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"a \\\"text\\\"\"|a \"text\"",
        "{\"a\": 1}|{\"a\": 1}",
        "1.50|1.50",
        "true|true",
        "null|``",
        "\"open|\"open",
        "nil|nil"
      })
  void takesAJsonStringForItsText(String data, String content) throws Exception {
    OutputBinding binding = open();
    create(binding, data, Map.of("key", below + "x"));
    assertThat(read(binding, below + "x")).isEqualTo(content);
  }

  @Test
  void keepsMediaTypeTagsAndStorageClass() throws Exception {
    OutputBinding binding = open();
    String key = below + "x";
    create(
        binding,
        "<p>",
        Map.of(
            "key",
            key,
            "Content-Type",
            " text/html ",
            "tags",
            "a=1, b = 2",
            "storageClass",
            "STANDARD_IA"));
    var answer = bucket.client().headObject(object -> object.bucket(bucket.name()).key(key));
    assertThat(answer.contentType()).isEqualTo("text/html");
    assertThat(answer.storageClassAsString()).isEqualTo("STANDARD_IA");
    assertThat(
            bucket
                .client()
                .getObjectTagging(object -> object.bucket(bucket.name()).key(key))
                .tagSet())
        .extracting(tag -> tag.key() + '=' + tag.value())
        .containsExactlyInAnyOrder("a=1", "b=2");
    for (String tags : List.of("a", "a=1,", "=1", "a=")) {
      assertThatThrownBy(() -> create(binding, "x", Map.of("key", key, "tags", tags)))
          .isInstanceOf(ComponentException.class)
          .hasMessageContaining("(expected key=value)");
    }
  }

  @Test
  void decodesAndEncodesBase64WhenToldTo() throws Exception {
    OutputBinding binding = open(bucket.metadata("decodeBase64", "true"));
    String key = below + "x";
    create(binding, "\"aGVsbG8g\\nd29ybGQ=\"", Map.of("key", key));
    assertThat(read(binding, key)).isEqualTo("hello world");
    BindingResponse answer =
        requireNonNull(ask(binding, "get", "", Map.of("key", key, "encodeBase64", "1")));
    assertThat(text(answer)).isEqualTo("aGVsbG8gd29ybGQ=");
    assertThatThrownBy(() -> create(binding, "b%d", Map.of("key", key)))
        .isInstanceOf(ComponentException.class)
        .hasMessageStartingWith("illegal base64 data");
    create(binding, "b%d", Map.of("key", key, "decodeBase64", "false"));
    assertThat(read(binding, key)).isEqualTo("b%d");
    binding.close();
  }

  @Test
  void writesFiles() throws Exception {
    OutputBinding binding = open();
    Path file = Files.writeString(folder.resolve("file"), "aGVsbG8=\n");
    String key = below + "x";
    create(binding, "ignored", Map.of("key", key, "filePath", file.toString()));
    assertThat(read(binding, key)).isEqualTo("aGVsbG8=\n");
    create(binding, "", Map.of("key", key, "filePath", file.toString(), "decodeBase64", "true"));
    assertThat(read(binding, key)).isEqualTo("hello");
    String absent = folder.resolve("absent").toString();
    assertThatThrownBy(() -> create(binding, "", Map.of("key", key, "filePath", absent)))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining(absent);
  }

  @Test
  void signsAddressesThatAnybodyMayRead() throws Exception {
    OutputBinding binding = open();
    Map<String, String> metadata = Map.of("key", below + "x", "presignTTL", "15m");
    String address = create(binding, "content", metadata).text("presignURL");
    assertThat(address).contains("X-Amz-Expires=900", "X-Amz-Credential=test");
    assertThat(fetch(requireNonNull(address))).isEqualTo("content");
    BindingResponse answer = requireNonNull(ask(binding, "presign", "", metadata));
    Document fields = Document.of(answer.data(), "answer");
    assertThat(fetch(requireNonNull(fields.text("presignURL")))).isEqualTo("content");
  }

  private static String fetch(String address) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(address)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "0s", "-1m", "200h", "15"})
  void refusesALengthOfTimeThatIsNone(String ttl) throws Exception {
    OutputBinding binding = open();
    assertThatThrownBy(() -> ask(binding, "presign", "", Map.of("key", "x", "presignTTL", ttl)))
        .isInstanceOf(ComponentException.class)
        .hasMessageStartingWith("s3 binding error: cannot parse duration " + ttl + " (expected:");
  }

  @Test
  void listsWhatIsThere() throws Exception {
    OutputBinding binding = open();
    for (String name : List.of("a", "b", "c", "d/e")) {
      create(binding, "four", Map.of("key", below + name));
    }
    Document all = list(binding, "{\"prefix\": \"%s\", \"delimiter\": \"/\"}");
    assertThat(all.text("Name")).isEqualTo(bucket.name());
    assertThat(all.get("IsTruncated")).isEqualTo(false);
    assertThat(keys(all)).containsExactly("a", "b", "c");
    assertThat(((Map<?, ?>) all.list("Contents").getFirst()).keySet())
        .map(String::valueOf)
        .contains("ETag", "Key", "LastModified", "Owner", "Size", "StorageClass");
    assertThat(((Map<?, ?>) all.list("CommonPrefixes").getFirst()).get("Prefix"))
        .isEqualTo(below + "d/");
    Document first = list(binding, "{\"Prefix\": \"%s\", \"maxResults\": 2}");
    assertThat(keys(first)).containsExactly("a", "b");
    assertThat(first.get("IsTruncated")).isEqualTo(true);
    Document rest = list(binding, "{\"prefix\": \"%1$s\", \"marker\": \"%1$sb\"}");
    assertThat(keys(rest)).containsExactly("c", "d/e");
    BindingResponse whole = requireNonNull(ask(binding, "list", "", Map.of()));
    assertThat(Document.of(whole.data(), "answer").list("Contents")).isNotEmpty();
  }

  private Document list(OutputBinding binding, String wanted) throws Exception {
    BindingResponse answer =
        requireNonNull(ask(binding, "list", wanted.formatted(below), Map.of()));
    return Document.of(answer.data(), "answer");
  }

  private List<String> keys(Document listing) {
    return listing.list("Contents").stream()
        .map(object -> String.valueOf(((Map<?, ?>) object).get("Key")).substring(below.length()))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bulkGet|{}|s3 binding error: bulkGet requires at least one item",
        "bulkCreate|{\"items\":[]}|s3 binding error: bulkCreate requires at least one item",
        "bulkDelete|{}|s3 binding error: bulkDelete requires at least one key",
        "bulkGet|[1]|s3 binding error: invalid bulkGet payload: 3 bytes (expected: a JSON object)",
        "bulkGet|{\"items\":[{\"key\":\"a\"}],\"concurrency\":0}"
            + "|s3 binding error: concurrency must be greater than 0, got 0",
        "bulkGet|{\"items\":7}|items: 7 (expected: a list)",
        "list|{\"maxResults\":\"x\"}|maxResults: a text (expected: an integer)",
        "list|{|s3 binding (List Operation) - unable to parse Data property:"
            + " 1 bytes (expected: a JSON object)",
        "get||s3 binding error: required metadata 'key' missing",
        "delete||s3 binding error: required metadata 'key' missing",
        "presign||s3 binding error: required metadata 'key' missing"
      })
  void refusesARequestThatIsWrong(String operation, String data, String message) throws Exception {
    OutputBinding binding = open();
    assertThatThrownBy(() -> ask(binding, operation, data == null ? "" : data, Map.of()))
        .isInstanceOf(ComponentException.class)
        .hasMessage(message);
  }

  @Test
  void wantsToKnowHowLongASignedAddressIsValid() throws Exception {
    OutputBinding binding = open();
    assertThatThrownBy(() -> ask(binding, "presign", "", Map.of("key", "x")))
        .hasMessage("s3 binding error: required metadata 'presignTTL' missing");
  }

  @Test
  void saysThatTheBucketIsMissing() throws Exception {
    OutputBinding binding = open(bucket.metadata("bucket", "no-such-bucket"));
    assertThatThrownBy(() -> create(binding, "x", Map.of("key", "a")))
        .isInstanceOf(ComponentException.class)
        .hasMessageStartingWith("s3 binding error: uploading failed: NoSuchBucket: ");
    binding.close();
  }

  @Test
  void readsAnEndpointWithoutAScheme() throws Exception {
    String plain = AwsServers.s3().endpoint().replace("http://", "");
    OutputBinding binding = open(bucket.metadata("endpoint", plain, "disableSSL", "true"));
    create(binding, "x", Map.of("key", below + "x"));
    assertThat(read(binding, below + "x")).isEqualTo("x");
    binding.close();
    assertThatThrownBy(() -> open(bucket.metadata("endpoint", plain)))
        .hasMessage(
            "endpoint: \"%s\" (expected: a URL such as http://localhost:4566)".formatted(plain));
  }

  @Test
  void wantsABucket() {
    assertThatThrownBy(() -> open(bucket.metadata("bucket", "")))
        .hasMessage("bucket: missing (expected: a value)");
  }

  @Test
  void isClosedForRequests() throws Exception {
    OutputBinding binding = open();
    binding.close();
    assertThatThrownBy(() -> ask(binding, "get", "", Map.of("key", "x")))
        .isInstanceOf(ComponentException.class)
        .hasMessageEndingWith("the component is closed");
  }
}
