package dev.mecha.kernel.resource;

import dev.mecha.kernel.resource.YamlValue.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;

/**
 * Writes a scalar as the peer hands it to a component: a boolean as {@code true} or {@code false},
 * a whole number to base 10, any other number in the shortest form that reads back as the same
 * 64-bit value. {@code yes} becomes {@code true}, {@code 0x10} becomes {@code 16}, {@code 1.50}
 * becomes {@code 1.5}. Quoted text is left as it is.
 */
final class ScalarText {

  private static final BigInteger MAX_UNSIGNED = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
  private static final BigInteger MIN_SIGNED = BigInteger.TWO.pow(63).negate();

  private ScalarText() {}

  static String of(Scalar scalar) {
    return switch (scalar.kind()) {
      case TEXT -> scalar.text();
      case NULL -> "";
      case BOOLEAN -> Boolean.toString(isTrue(scalar.text()));
      case INTEGER -> integer(scalar.text());
      case FLOAT -> decimal(scalar.text());
    };
  }

  static boolean isTrue(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "y", "yes", "true", "on" -> true;
      default -> false;
    };
  }

  private static String integer(String text) {
    String digits = text.replace("_", "");
    boolean negative = digits.startsWith("-");
    String body = negative || digits.startsWith("+") ? digits.substring(1) : digits;
    String prefix = body.length() > 2 ? body.substring(0, 2).toLowerCase(Locale.ROOT) : "";
    BigInteger number;
    try {
      number =
          switch (prefix) {
            case "0x" -> new BigInteger(body.substring(2), 16);
            case "0b" -> new BigInteger(body.substring(2), 2);
            case "0o" -> new BigInteger(body.substring(2), 8);
            default -> new BigInteger(body, body.startsWith("0") ? 8 : 10);
          };
    } catch (NumberFormatException e) {
      return text; // tagged !!int, but no number
    }
    number = negative ? number.negate() : number;
    boolean fits = number.compareTo(MIN_SIGNED) >= 0 && number.compareTo(MAX_UNSIGNED) <= 0;
    return fits ? number.toString() : decimal(number.toString());
  }

  private static String decimal(String text) {
    double number;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return text; // .inf, .nan, or tagged !!float
    }
    if (!Double.isFinite(number)) {
      return text;
    }
    BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    double size = Math.abs(number);
    if (number == 0) {
      return text.startsWith("-") ? "-0" : "0";
    }
    return size >= 1e-6 && size < 1e21 ? shortest.toPlainString() : scientific(shortest);
  }

  /** One digit, the rest behind a point, and an exponent with a sign: {@code 1.5e+21}. */
  private static String scientific(BigDecimal number) {
    String digits = number.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - number.scale();
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    String sign = number.signum() < 0 ? "-" : "";
    return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "" : "+") + exponent;
  }
}
