package dev.mecha.component.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The metadata of a message as bytes: names and values in turn, each behind its length. */
final class HeaderBytes {

  private HeaderBytes() {}

  /** Null for nothing. */
  static byte @Nullable [] of(Map<String, String> metadata) {
    if (metadata.isEmpty()) {
      return null;
    }
    List<byte[]> parts = new ArrayList<>();
    metadata.forEach(
        (name, value) -> {
          parts.add(name.getBytes(StandardCharsets.UTF_8));
          parts.add(value.getBytes(StandardCharsets.UTF_8));
        });
    int size = parts.stream().mapToInt(part -> part.length + Integer.BYTES).sum();
    ByteBuffer all = ByteBuffer.allocate(size);
    parts.forEach(part -> all.putInt(part.length).put(part));
    return all.array();
  }

  static Map<String, String> parse(byte @Nullable [] bytes) throws SQLException {
    if (bytes == null) {
      return Map.of();
    }
    var metadata = new LinkedHashMap<String, String>();
    ByteBuffer all = ByteBuffer.wrap(bytes);
    while (all.hasRemaining()) {
      String name = text(all);
      metadata.put(name, text(all));
    }
    return metadata;
  }

  private static String text(ByteBuffer all) throws SQLException {
    int length = all.remaining() < Integer.BYTES ? -1 : all.getInt();
    if (length < 0 || length > all.remaining()) {
      throw new SQLException("the metadata of a message cannot be read");
    }
    byte[] bytes = new byte[length];
    all.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
