package dev.mecha.component.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import dev.mecha.spi.time.Time;
import io.lettuce.core.KeyValue;
import io.lettuce.core.ScriptOutputType;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads values in each form that they may have: a hash, a JSON document, and, for keys that
 * somebody else wrote, a plain text without version.
 */
final class Reader {

  /** A bulk call has at most so many reads under way. */
  private static final int IN_FLIGHT = 256;

  private static final Script READ_JSON = Script.load("read-json.lua", ScriptOutputType.MULTI);
  private static final String[] FIELDS = {"data", "version", "expire-at"};

  /** The note of the expiry: the version that it belongs to, and milliseconds. */
  private static final Pattern NOTE = Pattern.compile("(\\d+):(\\d{1,18})");

  private final Supplier<Link> link;
  private final Calls calls;
  private final boolean documents;
  private final Time clock;

  /**
   * @param link where to read
   * @param calls how to send
   * @param documents whether the server keeps JSON documents
   * @param clock the time, for when a document expires
   */
  Reader(Supplier<Link> link, Calls calls, boolean documents, Time clock) {
    this.link = link;
    this.calls = calls;
    this.documents = documents;
    this.clock = clock;
  }

  /**
   * @param request the key
   * @return the value, or null
   * @throws ComponentException if it cannot be read
   * @throws InterruptedException if the calling thread is interrupted
   */
  @Nullable StateValue read(GetRequest request) throws InterruptedException {
    return begin(request, new Calls.Retries()).finish();
  }

  /**
   * Reads without waiting for one answer after the other.
   *
   * @param requests the keys
   * @return one item per request, in their order
   * @throws InterruptedException if the calling thread is interrupted
   */
  List<BulkItem> readAll(List<GetRequest> requests) throws InterruptedException {
    List<BulkItem> items = new ArrayList<>(requests.size());
    Iterator<GetRequest> rest = requests.iterator();
    var retries = new Calls.Retries();
    var begun = new ArrayDeque<Begun>();
    while (items.size() < requests.size()) {
      while (begun.size() < IN_FLIGHT && rest.hasNext()) {
        begun.addLast(begin(rest.next(), retries));
      }
      Begun first = begun.removeFirst();
      items.add(BulkItem.of(first.request.key(), first::finish));
    }
    return items;
  }

  private Begun begin(GetRequest request, Calls.Retries retries) {
    boolean json = documents && ContentTypes.isJson(request.metadata());
    return new Begun(request, json ? null : calls.read(link, hash(request.key()), retries));
  }

  private static Command<List<KeyValue<String, byte[]>>> hash(String key) {
    return server -> server.commands().hmget(key, FIELDS);
  }

  /** A read under way. Documents are read when it is finished: they are rare. */
  private final class Begun {

    private final GetRequest request;
    private final Calls.@Nullable Answer<List<KeyValue<String, byte[]>>> answer;

    Begun(GetRequest request, Calls.@Nullable Answer<List<KeyValue<String, byte[]>>> answer) {
      this.request = request;
      this.answer = answer;
    }

    @Nullable StateValue finish() throws InterruptedException {
      return answer == null ? document() : hash(answer);
    }

    private @Nullable StateValue document() throws InterruptedException {
      try {
        return readDocument(request.key());
      } catch (RefusedException e) {
        return hash(calls.read(link, Reader.hash(request.key()), new Calls.Retries()));
      }
    }

    private @Nullable StateValue hash(Calls.Answer<List<KeyValue<String, byte[]>>> sent)
        throws InterruptedException {
      try {
        return value(sent.await());
      } catch (RefusedException e) {
        if (!e.code().equals("WRONGTYPE")) {
          throw e;
        }
        return other();
      }
    }

    private @Nullable StateValue other() throws InterruptedException {
      if (documents && answer != null) {
        try {
          return readDocument(request.key());
        } catch (RefusedException e) {
          return plain();
        }
      }
      return plain();
    }

    private @Nullable StateValue plain() throws InterruptedException {
      byte[] text = calls.<byte[]>read(link, server -> server.commands().get(request.key()));
      return text == null ? null : new StateValue(text, null, Map.of());
    }
  }

  private @Nullable StateValue readDocument(String key) throws InterruptedException {
    Command<List<byte[]>> command = READ_JSON.with(new String[] {key});
    List<byte[]> parts = calls.read(link, command);
    if (parts.isEmpty()) {
      return null;
    }
    String version = new String(parts.get(1), UTF_8);
    long millis = Long.parseLong(new String(parts.get(2), UTF_8));
    return new StateValue(
        parts.getFirst(),
        version.isEmpty() ? null : version,
        millis < 0 ? Map.of() : TimeToLive.expiring(clock.instant().plusMillis(millis)));
  }

  private static @Nullable StateValue value(List<KeyValue<String, byte[]>> fields) {
    byte[] data = fields.get(0).getValueOrElse(null);
    byte[] version = fields.get(1).getValueOrElse(null);
    if (data == null && version == null) {
      return null;
    }
    if (data == null || version == null) {
      throw new ComponentException("required hash field 'data' or 'version' was not found");
    }
    String etag = new String(version, UTF_8);
    return new StateValue(data, etag, expiry(etag, fields.get(2).getValueOrElse(null)));
  }

  /** The note of the expiry counts only if it was made with this version. */
  private static Map<String, String> expiry(String version, byte @Nullable [] note) {
    if (note == null) {
      return Map.of();
    }
    Matcher parts = NOTE.matcher(new String(note, UTF_8));
    return parts.matches() && parts.group(1).equals(version)
        ? TimeToLive.expiring(Instant.ofEpochMilli(Long.parseLong(parts.group(2))))
        : Map.of();
  }
}
