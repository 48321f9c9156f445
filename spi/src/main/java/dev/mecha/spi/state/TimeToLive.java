package dev.mecha.spi.state;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How requests and answers carry the life span of a value. */
public final class TimeToLive {

  /** The request's metadata: whole seconds; 0 or less means that the value does not expire. */
  public static final String IN_SECONDS = "ttlInSeconds";

  /** The answer's metadata: when the value expires, as in RFC 3339. */
  public static final String EXPIRE_TIME = "ttlExpireTime";

  private TimeToLive() {}

  /**
   * @param metadata of a write
   * @return the seconds asked for; null if the request says nothing. Zero and below are returned as
   *     they are
   * @throws InvalidTimeToLiveException if the value is not an integer of 32 bits
   */
  public static @Nullable Integer seconds(Map<String, String> metadata) {
    String text = metadata.get(IN_SECONDS);
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return new BigInteger(text).intValueExact();
    } catch (NumberFormatException | ArithmeticException e) {
      throw new InvalidTimeToLiveException(text);
    }
  }

  /**
   * @param expiry when the value expires
   * @return the metadata entry of an answer, cut to the second
   */
  public static Map<String, String> expiring(Instant expiry) {
    return Map.of(
        EXPIRE_TIME,
        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
            expiry.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC)));
  }
}
