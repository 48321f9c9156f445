package dev.mecha.component.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.TimeToLive;
import dev.mecha.spi.state.ValueEncoding;
import dev.mecha.spi.time.Time;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns writes into calls of one script. Its answer is 0, or the number from 1 of the first write
 * whose condition does not hold; then nothing was written.
 */
final class WriteCommands {

  /** The answer to a plain write of what turns out not to be plain. */
  static final long NOT_PLAIN = -1;

  private static final Script SCRIPT = Script.load("write.lua", ScriptOutputType.INTEGER);
  private static final Script PLAIN = Script.load("set.lua", ScriptOutputType.INTEGER);
  private static final JsonFactory JSON = JsonFactory.builder().build();
  private static final int PER_WRITE = 6;
  private static final byte[] APPLY = "apply".getBytes(UTF_8);
  private static final byte[] CHECK = "check".getBytes(UTF_8);
  private static final byte[] HASH_VALUE = "hash".getBytes(UTF_8);
  private static final byte[] JSON_VALUE = "json".getBytes(UTF_8);
  private static final byte[] DELETE = "delete".getBytes(UTF_8);
  private static final byte[] ONE = {'1'};
  private static final byte[] ZERO = {'0'};
  private static final byte[] NONE = {};

  private final @Nullable Integer defaultTtl;
  private final boolean documents;
  private final Time clock;

  /**
   * @param defaultTtl the seconds that a value lives if its request says nothing, or null
   * @param documents whether the server keeps JSON documents
   * @param clock the time, for the note of when a value expires
   */
  WriteCommands(@Nullable Integer defaultTtl, boolean documents, Time clock) {
    this.defaultTtl = defaultTtl;
    this.documents = documents;
    this.clock = clock;
  }

  /**
   * @param operations what to write
   * @param json whether all values are JSON, whatever each says of itself
   * @return writes all or none
   * @throws ComponentException if a request is wrong
   */
  Command<Long> apply(List<? extends StateOperation> operations, boolean json) {
    return command(APPLY, operations, json);
  }

  /**
   * @param operations what to look at
   * @param json whether all values are JSON
   * @return checks the conditions without writing
   * @throws ComponentException if a request is wrong
   */
  Command<Long> check(List<? extends StateOperation> operations, boolean json) {
    return command(CHECK, operations, json);
  }

  /**
   * The most frequent write at half the cost: a value that does not expire, without first-write.
   *
   * @param set what to write
   * @return writes it; answers {@link #NOT_PLAIN} if it needs {@link #apply} after all. Null if
   *     that is known before
   * @throws ComponentException if the request is wrong
   */
  @Nullable Command<Long> plain(SetRequest set) {
    boolean plain =
        set.concurrency() == Concurrency.LAST_WRITE
            && ttl(set) == null
            && !(documents && isDocument(set, false));
    return plain ? PLAIN.with(new String[] {set.key()}, set.value(), etag(set.etag())) : null;
  }

  private Command<Long> command(
      byte[] mode, List<? extends StateOperation> operations, boolean json) {
    var keys = new String[operations.size()];
    var values = new byte[1 + PER_WRITE * keys.length][];
    values[0] = mode;
    for (int i = 0; i < keys.length; i++) {
      StateOperation operation = operations.get(i);
      keys[i] = operation.key();
      int at = 1 + i * PER_WRITE;
      values[at + 1] = etag(operation.etag());
      values[at + 2] = operation.concurrency() == Concurrency.FIRST_WRITE ? ONE : NONE;
      switch (operation) {
        case SetRequest set -> encode(set, json, values, at);
        case DeleteRequest _ -> encodeDelete(values, at);
      }
    }
    return SCRIPT.with(keys, values);
  }

  private void encode(SetRequest set, boolean json, byte[][] values, int at) {
    Integer ttl = ttl(set);
    values[at] = documents && isDocument(set, json) ? JSON_VALUE : HASH_VALUE;
    values[at + 3] = ttl == null ? NONE : ttl <= 0 ? ZERO : digits(ttl);
    values[at + 4] = ttl == null || ttl <= 0 ? NONE : digits(clock.millis() + ttl * 1000L);
    values[at + 5] = set.value();
  }

  private @Nullable Integer ttl(SetRequest set) {
    Integer seconds = TimeToLive.seconds(set.metadata());
    return seconds == null ? defaultTtl : seconds;
  }

  private static void encodeDelete(byte[][] values, int at) {
    values[at] = DELETE;
    values[at + 2] = NONE;
    values[at + 3] = NONE;
    values[at + 4] = NONE;
    values[at + 5] = NONE;
  }

  /** A version is a whole number; anything else was never handed out. */
  private static byte[] etag(@Nullable String etag) {
    if (etag == null || etag.isEmpty()) {
      return NONE;
    }
    try {
      return digits(Long.parseLong(etag));
    } catch (NumberFormatException e) {
      throw ETagException.invalid(etag);
    }
  }

  private static boolean isDocument(SetRequest set, boolean json) {
    boolean wanted =
        json || ContentTypes.isJson(set.contentType()) || ContentTypes.isJson(set.metadata());
    if (wanted && set.encoding() == ValueEncoding.BINARY) {
      checkJson(set.key(), set.value());
    }
    return wanted;
  }

  /**
   * What a caller only says is JSON becomes part of a larger document: it must not be able to leave
   * its place.
   */
  private static void checkJson(String key, byte[] value) {
    try (JsonParser parser = JSON.createParser(value)) {
      if (parser.nextToken() != null) {
        parser.skipChildren();
        if (parser.nextToken() == null) {
          return;
        }
      }
    } catch (IOException e) {
      throw new ComponentException("the value of " + key + " is not valid JSON", e);
    }
    throw new ComponentException("the value of " + key + " is not one JSON value");
  }

  private static byte[] digits(long number) {
    return Long.toString(number).getBytes(UTF_8);
  }
}
