package dev.mecha.kernel.trace;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code traceparent} of W3C Trace Context and its binary form {@code grpc-trace-bin}.
 * Written here it is always version 00: {@code 00-<32 digits trace>-<16 digits span>-<2 digits
 * flags>}, 55 characters.
 */
public final class Traceparent {

  /** What the peer writes where there is no trace. */
  public static final String NO_TRACE = "00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-00";

  private static final HexFormat HEX = HexFormat.of();
  private static final int TRACE = 3;
  private static final int SPAN = 36;
  private static final int FLAGS = 53;
  private static final int LENGTH = 55;
  private static final int SAMPLED = 1;

  private static final int BINARY_LENGTH = 29;
  private static final int BINARY_TRACE = 2;
  private static final int BINARY_SPAN = 19;
  private static final int BINARY_FLAGS = 28;

  private Traceparent() {}

  /**
   * Reads a header.
   *
   * @param header as it was sent
   * @return the same in version 00, or null if it is malformed or of a trace or span that cannot be
   */
  public static @Nullable String parse(String header) {
    if (header.length() < LENGTH || !hasShape(header) || isZero(header, TRACE, SPAN - 1)) {
      return null;
    }
    if (isZero(header, SPAN, FLAGS - 1) || !isVersionWithRest(header)) {
      return null;
    }
    boolean asWritten =
        header.length() == LENGTH && header.startsWith("00") && isLowerHex(header, FLAGS, LENGTH);
    return asWritten
        ? header
        : "00" + header.substring(2, FLAGS) + HEX.toHexDigits((byte) flags(header));
  }

  private static boolean hasShape(String header) {
    return isHex(header, 0, 2)
        && header.charAt(TRACE - 1) == '-'
        && isLowerHex(header, TRACE, SPAN - 1)
        && header.charAt(SPAN - 1) == '-'
        && isLowerHex(header, SPAN, FLAGS - 1)
        && header.charAt(FLAGS - 1) == '-'
        && isHex(header, FLAGS, LENGTH);
  }

  /**
   * Whether what follows the flags is what the version allows: further fields from version 01 on,
   * never version ff.
   */
  private static boolean isVersionWithRest(String header) {
    int end = header.indexOf('-', FLAGS);
    int version = Integer.parseInt(header, 0, 2, 16);
    int endOfFlags = end < 0 ? header.length() : end;
    return version != 0xff
        && (version > 0 || end < 0)
        && endOfFlags % 2 == LENGTH % 2
        && isHex(header, LENGTH, endOfFlags);
  }

  private static int flags(String traceparent) {
    return Integer.parseInt(traceparent, FLAGS, LENGTH, 16);
  }

  /**
   * @param traceparent a valid one of version 00
   * @return whether whoever wrote it records its spans
   */
  public static boolean isSampled(String traceparent) {
    return (flags(traceparent) & SAMPLED) != 0;
  }

  /**
   * @param traceparent a valid one of version 00
   * @return the 32 digits of the trace
   */
  public static String traceId(String traceparent) {
    return traceparent.substring(TRACE, SPAN - 1);
  }

  /**
   * @param traceparent a valid one of version 00
   * @return the 16 digits of the span
   */
  public static String spanId(String traceparent) {
    return traceparent.substring(SPAN, FLAGS - 1);
  }

  /**
   * Begins a span in a trace that goes on; it is sampled if its parent is.
   *
   * @param parent a valid one of version 00
   * @return the same trace and flags with a span of its own
   */
  public static String child(String parent) {
    return parent.substring(0, SPAN) + randomDigits() + parent.substring(FLAGS - 1);
  }

  /**
   * Begins a trace.
   *
   * @param samplingRatio the part of the traces that is sampled, from 0 to 1
   * @return a trace and a span that nobody else has
   */
  public static String begin(double samplingRatio) {
    long random = nonZeroRandom();
    // The peer decides by these bits too, so that whoever asks them again decides alike.
    boolean sampled = random >>> 1 < (long) (samplingRatio * 0x1p63);
    return "00-"
        + randomDigits()
        + HEX.toHexDigits(random)
        + "-"
        + randomDigits()
        + (sampled ? "-01" : "-00");
  }

  private static String randomDigits() {
    return HEX.toHexDigits(nonZeroRandom());
  }

  /** Identifiers need to differ, not to be secret: the cheap generator will do. */
  private static long nonZeroRandom() {
    long random = ThreadLocalRandom.current().nextLong();
    return random == 0 ? 1 : random;
  }

  /**
   * @param traceparent a valid one of version 00, or {@link #NO_TRACE}
   * @return the value of {@code grpc-trace-bin}
   */
  public static byte[] toBinary(String traceparent) {
    var binary = new byte[BINARY_LENGTH];
    byte[] trace = HEX.parseHex(traceparent, TRACE, SPAN - 1);
    byte[] span = HEX.parseHex(traceparent, SPAN, FLAGS - 1);
    System.arraycopy(trace, 0, binary, BINARY_TRACE, trace.length);
    binary[BINARY_SPAN - 1] = 1;
    System.arraycopy(span, 0, binary, BINARY_SPAN, span.length);
    binary[BINARY_FLAGS - 1] = 2;
    binary[BINARY_FLAGS] = (byte) flags(traceparent);
    return binary;
  }

  /**
   * @param binary a value of {@code grpc-trace-bin}
   * @return the same as version 00, or null if it is malformed or of a trace or span that cannot be
   */
  public static @Nullable String fromBinary(byte[] binary) {
    boolean wellFormed =
        binary.length >= BINARY_LENGTH
            && binary[0] == 0
            && binary[BINARY_TRACE - 1] == 0
            && binary[BINARY_SPAN - 1] == 1
            && binary[BINARY_FLAGS - 1] == 2;
    if (!wellFormed) {
      return null;
    }
    return parse(
        "00-"
            + HEX.formatHex(binary, BINARY_TRACE, BINARY_SPAN - 1)
            + "-"
            + HEX.formatHex(binary, BINARY_SPAN, BINARY_FLAGS - 1)
            + "-"
            + HEX.toHexDigits(binary[BINARY_FLAGS]));
  }

  private static boolean isZero(String digits, int from, int to) {
    for (int i = from; i < to; i++) {
      if (digits.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(String digits, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!HexFormat.isHexDigit(digits.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLowerHex(String digits, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = digits.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
