package dev.mecha.acceptance.invoke;

import dev.mecha.acceptance.process.RawMessage;
import dev.mecha.acceptance.process.RawMessage.Field;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Requests and answers that nobody would think of, the same for the same seed. */
final class RandomMessages {

  private static final String[] VERBS = {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"};
  private static final int[] STATUSES = {
    200, 201, 202, 203, 206, 299, 300, 304, 400, 404, 418, 500
  };
  private static final String TOKEN =
      "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ";
  private static final String QUERY = "abcXYZ019-._~!$&'()*+,;=:@/?%20%2F%c3%bc";
  private static final String SEGMENT = "abcXYZ019-_~$&+,;=:@";

  private final Random random;

  RandomMessages(long seed) {
    this.random = new Random(seed);
  }

  RawMessage request() {
    String verb = VERBS[random.nextInt(VERBS.length)];
    String start = verb + " /" + path() + query() + " HTTP/1.1";
    return new RawMessage(start, headers(), body());
  }

  RawMessage answer() {
    int status = STATUSES[random.nextInt(STATUSES.length)];
    byte[] body = status == 304 ? new byte[0] : body();
    return new RawMessage("HTTP/1.1 " + status + " Whatever", headers(), body);
  }

  private String path() {
    var path = new StringBuilder("p");
    for (int i = random.nextInt(3); i > 0; i--) {
      path.append('/').append(text(SEGMENT, 1 + random.nextInt(20)));
    }
    return path.toString();
  }

  private String query() {
    return random.nextBoolean() ? "" : "?q" + text(QUERY, random.nextInt(60));
  }

  private String text(String alphabet, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private List<Field> headers() {
    var headers = new ArrayList<Field>();
    for (int i = random.nextInt(12); i > 0; i--) {
      boolean again = !headers.isEmpty() && random.nextInt(4) == 0;
      String name =
          again
              ? headers.get(random.nextInt(headers.size())).name()
              : "x-" + text(TOKEN, 1 + random.nextInt(30));
      headers.add(new Field(name, value()));
    }
    return headers;
  }

  /** Visible characters, those beyond ASCII too, with blanks within. */
  private String value() {
    int length = random.nextInt(10) == 0 ? random.nextInt(900) : random.nextInt(40);
    var value = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int kind = random.nextInt(20);
      value.append(
          switch (kind) {
            case 0 -> ' ';
            case 1 -> '\t';
            case 2, 3 -> (char) (0x80 + random.nextInt(0x80));
            default -> (char) (0x21 + random.nextInt(0x5e));
          });
    }
    return value.toString().strip();
  }

  private byte[] body() {
    int length =
        switch (random.nextInt(6)) {
          case 0, 1 -> 0;
          case 2 -> 1 + random.nextInt(100);
          case 3 -> random.nextInt(3_000);
          case 4 -> random.nextInt(70_000);
          default -> random.nextInt(300_000);
        };
    byte[] body = new byte[length];
    random.nextBytes(body);
    return body;
  }

  /** The message on the wire, its body in one of the ways that a sender may choose. */
  byte[] wire(RawMessage message, String... more) {
    var bytes = new ByteArrayOutputStream();
    write(bytes, message.start() + "\r\n");
    for (String header : more) {
      write(bytes, header + "\r\n");
    }
    message.headers().forEach(h -> write(bytes, h.name() + ":" + blanks() + h.value() + "\r\n"));
    boolean answer = message.start().startsWith("HTTP/");
    if (message.start().contains(" 304 ")) {
      write(bytes, "\r\n");
    } else if (message.body().length == 0 && !answer && random.nextBoolean()) {
      write(bytes, "\r\n");
    } else if (random.nextBoolean()) {
      write(bytes, "Content-Length: " + message.body().length + "\r\n\r\n");
      bytes.writeBytes(message.body());
    } else {
      write(bytes, "transfer-encoding: chunked\r\n\r\n");
      chunks(bytes, message.body());
    }
    return bytes.toByteArray();
  }

  private String blanks() {
    return " ".repeat(random.nextInt(3));
  }

  private void chunks(ByteArrayOutputStream bytes, byte[] body) {
    int at = 0;
    while (at < body.length) {
      int size = Math.min(1 + random.nextInt(40_000), body.length - at);
      write(bytes, Integer.toHexString(size) + (random.nextInt(5) == 0 ? ";e=1" : "") + "\r\n");
      bytes.write(body, at, size);
      write(bytes, "\r\n");
      at += size;
    }
    write(bytes, "0\r\n\r\n");
  }

  private static void write(ByteArrayOutputStream bytes, String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Pieces in which bytes are sent: small ones, large ones, often a single one. */
  List<byte[]> pieces(byte[] bytes) {
    var pieces = new ArrayList<byte[]>();
    int at = 0;
    while (at < bytes.length) {
      int size = random.nextInt(3) > 0 ? bytes.length : 1 + random.nextInt(bytes.length);
      int end = Math.min(bytes.length, at + size);
      pieces.add(Arrays.copyOfRange(bytes, at, end));
      at = end;
    }
    return pieces;
  }
}
