package dev.mecha.tck.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mecha.spi.state.Consistency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.ValueEncoding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values under keys: what was written is what is read. */
public interface ValueChecks extends StateStoreFixture {

  @Test
  default void readsWhatWasWritten() throws InterruptedException {
    write(key("a"), "one");
    assertThat(text(key("a"))).isEqualTo("one");
  }

  @Test
  default void absentKeyIsNull() throws InterruptedException {
    assertThat(read(key("absent"))).isNull();
  }

  @Test
  default void overwriteReplaces() throws InterruptedException {
    write(key("a"), "a long first value");
    write(key("a"), "two");
    assertThat(text(key("a"))).isEqualTo("two");
  }

  @Test
  default void deletedKeyIsAbsent() throws InterruptedException {
    write(key("a"), "one");
    write(key("b"), "two");
    remove(key("a"));
    assertThat(read(key("a"))).isNull();
    assertThat(text(key("b"))).isEqualTo("two");
  }

  @Test
  default void deletingAnAbsentKeyIsNoError() throws InterruptedException {
    remove(key("absent"));
    assertThat(read(key("absent"))).isNull();
  }

  @Test
  default void keyCanBeWrittenAgainAfterItsDeletion() throws InterruptedException {
    write(key("a"), "one");
    remove(key("a"));
    write(key("a"), "two");
    assertThat(text(key("a"))).isEqualTo("two");
  }

  @Test
  default void keysAreCaseSensitive() throws InterruptedException {
    write(key("case"), "lower");
    write(key("CASE"), "upper");
    assertThat(text(key("case"))).isEqualTo("lower");
    assertThat(text(key("CASE"))).isEqualTo("upper");
  }

  @Test
  default void valueMayHoldAnyByte() throws InterruptedException {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    roundTrip(all);
  }

  @Test
  default void valueMayBeEmpty() throws InterruptedException {
    roundTrip(new byte[0]);
  }

  @Test
  default void valueMayHaveAMegabyte() throws InterruptedException {
    byte[] large = new byte[1 << 20];
    new Random(1).nextBytes(large);
    roundTrip(large);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "null", "{\"a\":1}", "true", "it's", "\"\"", "\\x00ff", "AAEC", "🤖"})
  default void binaryValueThatLooksLikeSomethingElseStaysAsItIs(String text)
      throws InterruptedException {
    roundTrip(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"Ünï 🤖 'quoted'\"}",
        "{ \"spaced\" :\n 1.50 }",
        "[1,2,{\"a\":null}]",
        "\"text with \\u0000 and \\\"quotes\\\"\"",
        "12345678901234567890",
        "1e3",
        "false",
        "null",
        "{}",
        "\"\""
      })
  default void jsonValueIsReadAsItWasWritten(String json) throws InterruptedException {
    store()
        .set(
            put(key("json"), "")
                .withValue(json.getBytes(StandardCharsets.UTF_8), ValueEncoding.JSON));
    String read = text(key("json"));
    assertThat(read).isNotNull();
    if (preservesJsonText()) {
      assertThat(read).isEqualTo(json);
    } else {
      assertThat(new JsonText(read)).isEqualTo(new JsonText(json));
    }
  }

  @Test
  default void encodingMayChangeFromWriteToWrite() throws InterruptedException {
    byte[] json = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    byte[] binary = {0, -1, 127};
    SetRequest request = put(key("a"), "");
    store().set(request.withValue(json, ValueEncoding.JSON));
    store().set(request.withValue(binary, ValueEncoding.BINARY));
    StateValue value = read(key("a"));
    assertThat(value).isNotNull();
    assertThat(value.bytes()).isEqualTo(binary);
  }

  @ParameterizedTest
  @MethodSource("dev.mecha.tck.state.OddKeys#all")
  default void keyMayBeAnyText(String odd) throws InterruptedException {
    String key = key(odd);
    assumeTrue(accepts(key), "the engine cannot keep such a key");
    write(key, "odd");
    assertThat(text(key)).isEqualTo("odd");
    assertThat(store().bulkGet(List.of(GetRequest.of(key))).getFirst().key()).isEqualTo(key);
    remove(key);
    assertThat(read(key)).isNull();
  }

  @Test
  default void oddKeysAreDifferentKeys() throws InterruptedException {
    List<String> keys = OddKeys.all().map(this::key).filter(this::accepts).toList();
    for (String key : keys) {
      write(key, "value of " + key);
    }
    for (String key : keys) {
      assertThat(text(key)).isEqualTo("value of " + key);
    }
  }

  @Test
  default void consistencyIsAccepted() throws InterruptedException {
    for (Consistency consistency : Consistency.values()) {
      SetRequest set = put(key("a"), consistency.name());
      store()
          .set(
              new SetRequest(
                  set.key(),
                  set.value(),
                  set.encoding(),
                  null,
                  set.concurrency(),
                  consistency,
                  Map.of(),
                  null));
      assertThat(store().get(new GetRequest(key("a"), consistency, Map.of()))).isNotNull();
      DeleteRequest delete = DeleteRequest.of(key("a"));
      store()
          .delete(
              new DeleteRequest(delete.key(), null, delete.concurrency(), consistency, Map.of()));
      assertThat(read(key("a"))).isNull();
    }
  }

  @Test
  default void contentTypeAndUnknownMetadataChangeNothing() throws InterruptedException {
    for (String type :
        Stream.of("application/json", "text/plain", "application/octet-stream").toList()) {
      SetRequest set = put(key(type), "{}");
      store()
          .set(
              new SetRequest(
                  set.key(),
                  set.value(),
                  set.encoding(),
                  null,
                  set.concurrency(),
                  set.consistency(),
                  Map.of("unknown", "x"),
                  type));
      assertThat(text(key(type))).isEqualTo("{}");
    }
  }

  private void roundTrip(byte[] bytes) throws InterruptedException {
    byte[] original = bytes.clone();
    store().set(SetRequest.of(key("bytes"), bytes));
    StateValue value = read(key("bytes"));
    assertThat(value).isNotNull();
    assertThat(value.bytes()).isEqualTo(original);
  }
}
