package dev.mecha.acceptance.process;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 message, byte by byte: one character of its texts is one byte.
 *
 * @param start the first line
 * @param headers in their order
 * @param body as it is without its framing
 */
public record RawMessage(String start, List<Field> headers, byte[] body) {

  /**
   * One header.
   *
   * @param name as it was sent
   * @param value without blanks around it
   */
  public record Field(String name, String value) {}

  /**
   * Reads a request, or the answer to one.
   *
   * @param in where it comes from
   * @param bodiless whether there is no body whatever the headers say
   * @return the message, or null if the connection ends before it begins
   * @throws EOFException if the connection ends within it
   * @throws IOException if it is malformed
   */
  public static @Nullable RawMessage read(InputStream in, boolean bodiless) throws IOException {
    String start = line(in);
    if (start == null) {
      return null;
    }
    List<Field> headers = fields(in);
    var head = new RawMessage(start, headers, new byte[0]);
    return bodiless ? head : new RawMessage(start, headers, head.readBody(in));
  }

  /**
   * Reads the body that belongs to this head.
   *
   * @param in where it comes from
   * @return the body without its framing
   * @throws EOFException if the connection ends within it
   * @throws IOException if it is malformed
   */
  public byte[] readBody(InputStream in) throws IOException {
    String encoding = first("transfer-encoding");
    if ("chunked".equalsIgnoreCase(encoding)) {
      return chunks(in);
    }
    String length = first("content-length");
    if (length != null) {
      return exactly(in, Integer.parseInt(length));
    }
    return start.startsWith("HTTP/") ? in.readAllBytes() : new byte[0];
  }

  /**
   * @param name of a header, in any case
   * @return its first value, or null
   */
  public @Nullable String first(String name) {
    return headers.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst()
        .orElse(null);
  }

  /**
   * @param name of a header, in any case
   * @return its values
   */
  public List<String> all(String name) {
    return headers.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  /**
   * @return the status of an answer
   */
  public int status() {
    return Integer.parseInt(start.split(" ", -1)[1]);
  }

  /**
   * Reads the headers after the first line.
   *
   * @param in where they come from
   * @return the headers
   * @throws IOException if they do not come to an end
   */
  public static List<Field> fields(InputStream in) throws IOException {
    var fields = new ArrayList<Field>();
    for (String line = line(in); ; line = line(in)) {
      if (line == null) {
        throw new EOFException("in the middle of the headers");
      }
      if (line.isEmpty()) {
        return fields;
      }
      int colon = line.indexOf(':');
      fields.add(new Field(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
  }

  private static @Nullable String line(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        String line = bytes.toString(StandardCharsets.ISO_8859_1);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      }
      bytes.write(b);
    }
    if (bytes.size() > 0) {
      throw new EOFException("in the middle of a line");
    }
    return null;
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      String size = line(in);
      if (size == null) {
        throw new EOFException("between two chunks");
      }
      int length = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
      if (length == 0) {
        fields(in);
        return body.toByteArray();
      }
      body.writeBytes(exactly(in, length));
      line(in);
    }
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }
}
