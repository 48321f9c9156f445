package dev.mecha.component.aws;

/** Names of topics and queues as the cloud allows them. */
final class SnsSqsNames {

  private static final String FIFO = ".fifo";
  private static final int LONGEST = 80;

  private SnsSqsNames() {}

  /**
   * What is left of a name without the characters that are not allowed, cut to 80.
   *
   * @param name any name
   * @param fifo whether it is to keep its order, which shows in its end
   * @return the name in the cloud; two names may become one
   */
  static String of(String name, boolean fifo) {
    String plain =
        fifo && name.endsWith(FIFO) ? name.substring(0, name.length() - FIFO.length()) : name;
    String allowed = plain.replaceAll("[^a-zA-Z0-9_-]", "");
    int longest = fifo ? LONGEST - FIFO.length() : LONGEST;
    String cut = allowed.length() > longest ? allowed.substring(0, longest) : allowed;
    return fifo ? cut + FIFO : cut;
  }
}
