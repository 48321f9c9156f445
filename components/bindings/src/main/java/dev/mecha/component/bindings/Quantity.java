package dev.mecha.component.bindings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as Kubernetes writes them. */
final class Quantity {

  private static final Pattern FORM = Pattern.compile("([+-]?[0-9.]+)([kKMGTPE]i?)?");

  private static final Map<String, Integer> POWERS =
      Map.of("k", 1, "K", 1, "M", 2, "G", 3, "T", 4, "P", 5, "E", 6);

  private Quantity() {}

  /**
   * @param text such as {@code 100}, {@code 1k}, {@code 10Ki}
   * @return the number of bytes, rounded up
   * @throws IllegalArgumentException if the text is anything else
   */
  static long bytes(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a size: " + text);
    }
    BigDecimal size = new BigDecimal(form.group(1));
    String unit = form.group(2);
    if (unit != null) {
      int power = POWERS.getOrDefault(unit.substring(0, 1), 0);
      size = size.multiply(BigDecimal.valueOf(unit.endsWith("i") ? 1024 : 1000).pow(power));
    }
    try {
      return size.setScale(0, RoundingMode.UP).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("too large: " + text, e);
    }
  }
}
