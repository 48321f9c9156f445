package dev.mecha.cli.run;

import java.util.List;
import java.util.random.RandomGenerator;

/** Makes up names for applications that were not given one: easy to read, to say and to type. */
final class AppNames {

  private static final List<String> FIRST =
      List.of(
          "amber", "bold", "brave", "brisk", "calm", "clear", "clever", "cosy", "deft", "eager",
          "early", "fair", "fleet", "frank", "fresh", "gentle", "glad", "grand", "hardy", "jolly",
          "keen", "kind", "lively", "lucky", "merry", "mild", "neat", "nimble", "proud", "quick",
          "quiet", "rapid", "ready", "silver", "steady", "sunny", "swift", "tidy", "vivid", "warm");

  private static final List<String> SECOND =
      List.of(
          "badger", "beaver", "bison", "crane", "deer", "dolphin", "eagle", "falcon", "ferret",
          "finch", "fox", "gecko", "heron", "ibex", "jackdaw", "kestrel", "lark", "lemur", "lynx",
          "marten", "mole", "newt", "ocelot", "osprey", "otter", "owl", "panda", "puffin", "quail",
          "raven", "robin", "salmon", "seal", "stoat", "swan", "tapir", "trout", "viper", "wren",
          "yak");

  private AppNames() {}

  /**
   * @param random chooses
   * @return two words with a dash
   */
  static String next(RandomGenerator random) {
    return FIRST.get(random.nextInt(FIRST.size()))
        + "-"
        + SECOND.get(random.nextInt(SECOND.size()));
  }
}
