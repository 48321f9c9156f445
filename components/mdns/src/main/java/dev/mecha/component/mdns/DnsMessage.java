package dev.mecha.component.mdns;

import java.util.List;

/**
 * A question or an answer.
 *
 * @param id repeated in an answer to a single asker; 0 in multicasts
 * @param response whether it is an answer
 * @param questions what is asked
 * @param records all that is said, wherever it stands in the message; kinds that service discovery
 *     does not use are left out
 */
record DnsMessage(int id, boolean response, List<Question> questions, List<DnsRecord> records) {

  /**
   * @param name what is asked about
   * @param type the number of a record's type
   * @param unicast whether the asker would rather be answered alone
   */
  record Question(String name, int type, boolean unicast) {

    boolean asksFor(int kind, String about) {
      return (type == kind || type == DnsRecord.ANY) && name.equalsIgnoreCase(about);
    }
  }

  static DnsMessage question(String name, int type) {
    return new DnsMessage(0, false, List.of(new Question(name, type, false)), List.of());
  }

  static DnsMessage answer(int id, List<DnsRecord> records) {
    return new DnsMessage(id, true, List.of(), records);
  }
}
