package dev.mecha.acceptance.observe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A metrics page, taken apart.
 *
 * @param kinds of the families, by their names
 * @param samples all of them
 */
record MetricsPage(Map<String, String> kinds, List<Sample> samples) {

  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"(?:,|$)");

  /**
   * One value.
   *
   * @param name with the suffix of a histogram's part
   * @param labels in alphabetical order
   * @param value as it stands there
   */
  record Sample(String name, Map<String, String> labels, double value) {}

  static MetricsPage parse(String text) {
    var kinds = new HashMap<String, String>();
    var samples = new ArrayList<Sample>();
    for (String line : text.lines().toList()) {
      Matcher type = TYPE.matcher(line);
      if (type.matches()) {
        kinds.put(type.group(1), type.group(2));
      } else if (!line.startsWith("#")) {
        samples.add(sample(line));
      }
    }
    return new MetricsPage(kinds, samples);
  }

  private static Sample sample(String line) {
    Matcher matcher = SAMPLE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no sample: " + line);
    }
    var labels = new TreeMap<String, String>();
    if (matcher.group(2) != null) {
      LABEL.matcher(matcher.group(2)).results().forEach(l -> labels.put(l.group(1), l.group(2)));
    }
    return new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3)));
  }

  /** The family that a sample belongs to. */
  String family(Sample sample) {
    String name = sample.name();
    for (String suffix : List.of("_bucket", "_sum", "_count")) {
      if (!kinds.containsKey(name) && name.endsWith(suffix)) {
        return name.substring(0, name.length() - suffix.length());
      }
    }
    return name;
  }

  /**
   * Adds up.
   *
   * @param name of the samples
   * @param labels names and values in turn that they have among others
   * @return the sum; 0 if there are none
   */
  double sum(String name, String... labels) {
    var wanted = new HashMap<String, String>();
    for (int i = 0; i < labels.length; i += 2) {
      wanted.put(labels[i], labels[i + 1]);
    }
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .filter(sample -> sample.labels().entrySet().containsAll(wanted.entrySet()))
        .mapToDouble(Sample::value)
        .sum();
  }
}
