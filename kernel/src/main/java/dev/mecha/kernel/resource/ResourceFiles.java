package dev.mecha.kernel.resource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.reader.UnicodeReader;

/** Reads files that people write: bounded, with or without a byte order mark. */
public final class ResourceFiles {

  private ResourceFiles() {}

  /**
   * @param file a regular file, or a link to one, of at most 8 MiB
   * @return its text: UTF-16 if it has that mark, else UTF-8; without the mark
   * @throws java.nio.charset.CharacterCodingException if it is not text
   * @throws java.nio.file.NoSuchFileException if it does not exist
   * @throws IOException if it cannot be read, is no regular file or too large
   */
  public static String read(Path file) throws IOException {
    if (!Files.isRegularFile(file) && Files.exists(file)) {
      throw new IOException("not a regular file");
    }
    long size = Files.size(file);
    if (size > YamlParser.MAX_SIZE) {
      throw new IOException(size + " bytes (expected: at most " + YamlParser.MAX_SIZE + ")");
    }
    var reader = new UnicodeReader(new ByteArrayInputStream(Files.readAllBytes(file)));
    return reader.readAllAsString();
  }
}
