package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import dev.mecha.spi.state.ValueEncoding;
import dev.mecha.spi.time.Time;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Values as items, laid out as the peer's: the key, {@code value} as text if it is JSON and as
 * bytes if not, {@code etag} as a random number, and the second at which the value expires. The
 * engine removes an expired item when it comes to it; until then the item counts as absent.
 */
final class DynamoItems {

  static final String ETAG = "etag";
  private static final String VALUE = "value";

  private final DynamoSettings settings;
  private final Time clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param settings the names of attributes
   * @param clock decides what has expired
   */
  DynamoItems(DynamoSettings settings, Time clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * @param key of a value
   * @return the key of its item
   */
  Map<String, AttributeValue> key(String key) {
    return Map.of(settings.partitionKey(), AttributeValue.fromS(key));
  }

  /**
   * @param request what to keep
   * @return an item with a new ETag
   * @throws dev.mecha.spi.state.InvalidTimeToLiveException if the life span is no number
   */
  Map<String, AttributeValue> item(SetRequest request) {
    var item = new HashMap<>(key(request.key()));
    item.put(
        VALUE,
        request.encoding() == ValueEncoding.JSON
            ? AttributeValue.fromS(new String(request.value(), UTF_8))
            : AttributeValue.fromB(SdkBytes.fromByteArray(request.value())));
    item.put(ETAG, AttributeValue.fromS(Long.toHexString(random.nextLong())));
    if (settings.ttlAttributeName() != null) {
      Integer life = TimeToLive.seconds(request.metadata());
      if (life != null && life > 0) {
        item.put(settings.ttlAttributeName(), number(now() + life));
      }
    }
    return item;
  }

  /**
   * @param key for messages
   * @param item what the table has under it
   * @return the value; null if the item is empty or expired
   * @throws ComponentException if the item is not one of this store's
   */
  @Nullable StateValue value(String key, Map<String, AttributeValue> item) {
    if (item.isEmpty()) {
      return null;
    }
    Instant expiry = expiry(key, item);
    if (expiry != null && expiry.getEpochSecond() <= now()) {
      return null;
    }
    AttributeValue etag = item.get(ETAG);
    return new StateValue(
        bytes(key, item.get(VALUE)),
        etag == null ? null : etag.s(),
        expiry == null ? Map.of() : TimeToLive.expiring(expiry));
  }

  private static byte[] bytes(String key, @Nullable AttributeValue value) {
    if (value == null) {
      return new byte[0];
    }
    return switch (value.type()) {
      case B -> value.b().asByteArray();
      case S -> value.s().getBytes(UTF_8);
      case NUL -> new byte[0];
      default ->
          throw new ComponentException(
              "dynamodb error: failed to read the value of key %s: an attribute of type %s (expected: S or B)"
                  .formatted(key, value.type()));
    };
  }

  private @Nullable Instant expiry(String key, Map<String, AttributeValue> item) {
    String name = settings.ttlAttributeName();
    AttributeValue value = name == null ? null : item.get(name);
    if (value == null) {
      return null;
    }
    try {
      return Instant.ofEpochSecond(Long.parseLong(String.valueOf(value.n())));
    } catch (NumberFormatException e) {
      throw new ComponentException(
          "dynamodb error: attribute %s of key %s: \"%s\" (expected: a number of seconds)"
              .formatted(name, key, value.n()));
    }
  }

  /**
   * @return the second that it is
   */
  AttributeValue nowValue() {
    return number(now());
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(String.valueOf(value));
  }
}
