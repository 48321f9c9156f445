package dev.mecha.component.redis;

/** What a server is asked to tell about its keys, in its own letters. */
final class KeyspaceEvents {

  /** The name of the server's setting. */
  static final String SETTING = "notify-keyspace-events";

  /** Under the key's name: commands on keys of any type, on texts, expired and evicted keys. */
  private static final String NEEDED = "Kg$xe";

  /** Stands for all events but a few that are not needed here. */
  private static final char ALL = 'A';

  private KeyspaceEvents() {}

  /**
   * @param told what the server tells already
   * @return that, and what is needed
   */
  static String with(String told) {
    var events = new StringBuilder(told);
    for (int i = 0; i < NEEDED.length(); i++) {
      char event = NEEDED.charAt(i);
      boolean included = event != 'K' && told.indexOf(ALL) >= 0;
      if (told.indexOf(event) < 0 && !included) {
        events.append(event);
      }
    }
    return events.toString();
  }
}
