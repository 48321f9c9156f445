package dev.mecha.component.mdns;

import dev.mecha.component.mdns.DnsMessage.Question;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads messages from the network (RFC 1035, section 4). Trusts nothing that it reads. */
final class DnsReader {

  private static final int RESPONSE = 0x8000;
  private static final int TOP_BIT = 0x8000;
  private static final int CLASS_IN = 1;
  private static final int POINTER = 0xc0;
  private static final int LONGEST_NAME = 255;

  private final ByteBuffer packet;

  private DnsReader(ByteBuffer packet) {
    this.packet = packet;
  }

  /**
   * @param packet as it came; read from its position to its limit
   * @return the message, or null if it is none
   */
  static @Nullable DnsMessage read(ByteBuffer packet) {
    try {
      return new DnsReader(packet.slice()).message();
    } catch (BufferUnderflowException | IllegalArgumentException | UnknownHostException e) {
      return null;
    }
  }

  private DnsMessage message() throws UnknownHostException {
    int id = number();
    int flags = number();
    int questionCount = number();
    int recordCount = number() + number() + number();
    var questions = new ArrayList<Question>();
    for (int i = 0; i < questionCount; i++) {
      String name = name();
      int type = number();
      questions.add(new Question(name, type, (number() & TOP_BIT) != 0));
    }
    var records = new ArrayList<DnsRecord>();
    for (int i = 0; i < recordCount; i++) {
      DnsRecord record = record();
      if (record != null) {
        records.add(record);
      }
    }
    return new DnsMessage(id, (flags & RESPONSE) != 0, questions, records);
  }

  private @Nullable DnsRecord record() throws UnknownHostException {
    String name = name();
    int type = number();
    int kind = number() & ~TOP_BIT; // the top bit tells caches to forget what they had
    long ttl = packet.getInt() & 0xffffffffL;
    int length = number();
    int end = packet.position() + length;
    if (end > packet.limit()) {
      throw new IllegalArgumentException("longer than the packet");
    }
    DnsRecord record = kind == CLASS_IN ? content(name, type, ttl, length, end) : null;
    packet.position(end);
    return record;
  }

  private @Nullable DnsRecord content(String name, int type, long ttl, int length, int end)
      throws UnknownHostException {
    return switch (type) {
      case DnsRecord.PTR -> new DnsRecord.Pointer(name, ttl, name());
      case DnsRecord.SRV -> {
        packet.getInt(); // priority and weight, which nobody sets here
        int port = number();
        yield new DnsRecord.Service(name, ttl, port, name());
      }
      case DnsRecord.TXT -> new DnsRecord.Text(name, ttl, texts(end));
      case DnsRecord.A, DnsRecord.AAAA ->
          new DnsRecord.Address(name, ttl, InetAddress.getByAddress(bytes(length)));
      default -> null;
    };
  }

  private List<String> texts(int end) {
    var texts = new ArrayList<String>();
    while (packet.position() < end) {
      texts.add(new String(bytes(packet.get() & 0xff), StandardCharsets.UTF_8));
    }
    return texts;
  }

  /** A name may end in a pointer to an earlier place; each pointer must lead further back. */
  private String name() {
    var name = new StringBuilder();
    int after = -1;
    int earliest = packet.position();
    while (true) {
      int length = packet.get() & 0xff;
      if (length == 0) {
        break;
      } else if ((length & POINTER) == POINTER) {
        int target = ((length & ~POINTER) << 8) | (packet.get() & 0xff);
        after = after < 0 ? packet.position() : after;
        if (target >= earliest) {
          throw new IllegalArgumentException("a pointer that leads forward");
        }
        earliest = target;
        packet.position(target);
      } else if (length > 63 || name.length() + length > LONGEST_NAME) {
        throw new IllegalArgumentException("too long a name");
      } else {
        name.append(new String(bytes(length), StandardCharsets.UTF_8)).append('.');
      }
    }
    if (after >= 0) {
      packet.position(after);
    }
    return name.toString();
  }

  private int number() {
    return packet.getShort() & 0xffff;
  }

  private byte[] bytes(int length) {
    if (length > packet.remaining()) {
      throw new IllegalArgumentException("longer than the packet");
    }
    var bytes = new byte[length];
    packet.get(bytes);
    return bytes;
  }
}
