package dev.mecha.component.mdns;

import dev.mecha.component.mdns.DnsMessage.Question;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes messages (RFC 1035, section 4), without compression: they are short. */
final class DnsWriter {

  /** What fits into a packet that no router takes apart. */
  private static final int LARGEST = 1472;

  private static final int RESPONSE_FLAGS = 0x8400;
  private static final int CLASS_IN = 1;
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_TEXT = 255;

  private final ByteBuffer packet = ByteBuffer.allocate(LARGEST);

  private DnsWriter() {}

  /**
   * @param message what to say; all records count as answers
   * @return the packet, ready to be sent
   * @throws IllegalArgumentException if a label has more than 63 bytes or the message does not fit
   */
  static ByteBuffer write(DnsMessage message) {
    try {
      var writer = new DnsWriter();
      writer.message(message);
      return writer.packet.flip();
    } catch (BufferOverflowException e) {
      throw new IllegalArgumentException("more than " + LARGEST + " bytes", e);
    }
  }

  private void message(DnsMessage message) {
    number(message.id());
    number(message.response() ? RESPONSE_FLAGS : 0);
    number(message.questions().size());
    number(message.records().size());
    number(0);
    number(0);
    for (Question question : message.questions()) {
      name(question.name());
      number(question.type());
      number(CLASS_IN);
    }
    message.records().forEach(this::record);
  }

  private void record(DnsRecord record) {
    name(record.name());
    number(record.type());
    number(CLASS_IN);
    packet.putInt((int) record.ttl());
    int lengthAt = packet.position();
    number(0);
    record.writeTo(this);
    packet.putShort(lengthAt, (short) (packet.position() - lengthAt - 2));
  }

  void name(String name) {
    for (String label : name.split("\\.")) {
      if (!label.isEmpty()) {
        label(label, LONGEST_LABEL);
      }
    }
    packet.put((byte) 0);
  }

  void text(String text) {
    label(text, LONGEST_TEXT);
  }

  private void label(String text, int longest) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > longest) {
      throw new IllegalArgumentException(
          "\"" + text + "\" (expected: at most " + longest + " bytes)");
    }
    packet.put((byte) bytes.length).put(bytes);
  }

  void bytes(byte[] bytes) {
    packet.put(bytes);
  }

  void number(int value) {
    packet.putShort((short) value);
  }
}
