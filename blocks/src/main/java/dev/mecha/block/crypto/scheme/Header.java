package dev.mecha.block.crypto.scheme;

import dev.mecha.kernel.channel.Body;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first three lines of a message.
 *
 * @param manifest the second line
 * @param mac the third line
 * @param rest what came behind them already
 */
record Header(byte[] manifest, byte[] mac, byte[] rest) {

  /** The most that a header may have, all lines included. */
  static final int MAX_BYTES = 64 << 10;

  private static final byte[] SCHEME = "dapr.io/enc/v1".getBytes(StandardCharsets.US_ASCII);
  private static final int LINES = 3;

  /** The lines that are authenticated, with their ends. */
  static byte[] lines(byte[] manifest) {
    var lines = new ByteArrayOutputStream(SCHEME.length + manifest.length + 2);
    lines.writeBytes(SCHEME);
    lines.write('\n');
    lines.writeBytes(manifest);
    lines.write('\n');
    return lines.toByteArray();
  }

  /** Makes a header as it is written. */
  static byte[] write(Manifest manifest, FileKey key) {
    byte[] lines = lines(manifest.toJson());
    var header = new ByteArrayOutputStream(lines.length + 64);
    header.writeBytes(lines);
    header.writeBytes(key.mac(lines).getBytes(StandardCharsets.US_ASCII));
    header.write('\n');
    if (header.size() > MAX_BYTES) {
      throw new SchemeException("failed to sign header: header is too long");
    }
    return header.toByteArray();
  }

  /** Takes a header off the front of a message. */
  static Header read(Body message) throws InterruptedException {
    var read = new ByteArrayOutputStream(512);
    int[] ends = new int[LINES];
    int lines = 0;
    for (byte[] piece = message.next();
        piece != null && read.size() < MAX_BYTES;
        piece = message.next()) {
      int start = read.size();
      read.writeBytes(piece);
      for (int i = 0; i < piece.length && lines < LINES; i++) {
        if (piece[i] == '\n') {
          ends[lines++] = start + i;
        }
      }
      if (lines == LINES) {
        break;
      }
    }
    return of(read.toByteArray(), ends, lines);
  }

  private static Header of(byte[] read, int[] ends, int lines) {
    int start = 0;
    for (int i = 0; i < lines; i++) {
      if (ends[i] == start) {
        throw invalid("invalid format");
      }
      if (i == 0 && !Arrays.equals(SCHEME, Arrays.copyOf(read, ends[0]))) {
        throw invalid("unsupported scheme");
      }
      start = ends[i] + 1;
    }
    if (lines < LINES || ends[LINES - 1] >= MAX_BYTES) {
      throw invalid(
          switch (lines) {
            case 0 -> "scheme name not found";
            case 1 -> "manifest not found";
            default -> "message authentication code not found";
          });
    }
    return new Header(
        Arrays.copyOfRange(read, ends[0] + 1, ends[1]),
        Arrays.copyOfRange(read, ends[1] + 1, ends[2]),
        Arrays.copyOfRange(read, ends[2] + 1, read.length));
  }

  private static SchemeException invalid(String what) {
    return new SchemeException("invalid header: " + what);
  }
}
