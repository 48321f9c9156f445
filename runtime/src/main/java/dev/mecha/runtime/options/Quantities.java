package dev.mecha.runtime.options;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads sizes as Kubernetes writes quantities: {@code 4Mi}, {@code 500k}, {@code 1e6}, {@code
 * 1048576}.
 */
public final class Quantities {

  private static final Pattern FORM =
      Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d{1,3})?");

  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("n", BigDecimal.ONE.movePointLeft(9)),
          Map.entry("u", BigDecimal.ONE.movePointLeft(6)),
          Map.entry("m", BigDecimal.ONE.movePointLeft(3)),
          Map.entry("k", BigDecimal.TEN.pow(3)),
          Map.entry("M", BigDecimal.TEN.pow(6)),
          Map.entry("G", BigDecimal.TEN.pow(9)),
          Map.entry("T", BigDecimal.TEN.pow(12)),
          Map.entry("P", BigDecimal.TEN.pow(15)),
          Map.entry("E", BigDecimal.TEN.pow(18)),
          Map.entry("Ki", BigDecimal.TWO.pow(10)),
          Map.entry("Mi", BigDecimal.TWO.pow(20)),
          Map.entry("Gi", BigDecimal.TWO.pow(30)),
          Map.entry("Ti", BigDecimal.TWO.pow(40)),
          Map.entry("Pi", BigDecimal.TWO.pow(50)),
          Map.entry("Ei", BigDecimal.TWO.pow(60)));

  private Quantities() {}

  /**
   * @param text a number with an optional suffix
   * @return the bytes it stands for, a part of a byte counted as a whole one
   * @throws IllegalArgumentException if it is anything else or does not fit 64 bits
   */
  public static long parse(String text) {
    Matcher match = FORM.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("not a quantity: " + text);
    }
    String suffix = match.group(2) == null ? "" : match.group(2);
    var number = new BigDecimal(match.group(1));
    BigDecimal scaled;
    if (suffix.length() > 1
        && (suffix.startsWith("e") || suffix.startsWith("E"))
        && !suffix.equals("Ei")) {
      scaled = number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1)));
    } else {
      scaled = number.multiply(SUFFIXES.getOrDefault(suffix, BigDecimal.ONE));
    }
    try {
      return scaled.setScale(0, RoundingMode.UP).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("too large a quantity: " + text, e);
    }
  }
}
