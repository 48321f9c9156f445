package dev.mecha.kernel.observe;

/**
 * A positive number as decimal digits. {@link java.math.BigDecimal} would do the same; but its
 * class multiplies powers of ten for later when it is loaded, and every start makes labels.
 *
 * @param digits the significant ones, the first and the last not 0
 * @param exponent the power of ten that the first digit counts
 */
public record Decimal(String digits, int exponent) {

  /**
   * @param value more than 0, finite
   * @return its shortest spelling that reads back as the same number
   */
  public static Decimal of(double value) {
    String shortest = Double.toString(value);
    int mark = shortest.indexOf('E');
    String mantissa = mark < 0 ? shortest : shortest.substring(0, mark);
    int power = mark < 0 ? 0 : Integer.parseInt(shortest, mark + 1, shortest.length(), 10);
    int point = mantissa.indexOf('.');
    String all = mantissa.substring(0, point) + mantissa.substring(point + 1);
    int first = 0;
    while (all.charAt(first) == '0') {
      first++;
    }
    int end = all.length();
    while (all.charAt(end - 1) == '0') {
      end--;
    }
    return new Decimal(all.substring(first, end), power + point - 1 - first);
  }

  /**
   * @return without an exponent, such as {@code 0.0001}
   */
  public String plain() {
    if (exponent < 0) {
      return "0." + "0".repeat(-exponent - 1) + digits;
    }
    int whole = exponent + 1;
    return digits.length() <= whole
        ? digits + "0".repeat(whole - digits.length())
        : digits.substring(0, whole) + "." + digits.substring(whole);
  }

  /** With an exponent from 1e+06 on and below 0.0001. */
  @Override
  public String toString() {
    if (exponent >= -4 && exponent < 6) {
      return plain();
    }
    return digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
