package dev.mecha.component.aws;

import dev.mecha.spi.ComponentException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;

/** The content of objects: between a request's data, files, and base64. */
final class S3Content {

  private static final String MEDIA_TYPE = "application/octet-stream";

  private S3Content() {}

  /**
   * @param data what to send; not copied
   * @param base64 whether it is written in base64
   * @return the content
   * @throws ComponentException if it is no base64
   */
  static RequestBody of(byte[] data, boolean base64) {
    byte[] content = base64 ? decoded(data) : data;
    return RequestBody.fromContentProvider(
        ContentStreamProvider.fromByteArrayUnsafe(content), content.length, MEDIA_TYPE);
  }

  private static byte[] decoded(byte[] data) {
    try (InputStream content =
        Base64.getDecoder().wrap(new WithoutLineBreaks(new ByteArrayInputStream(data)))) {
      return content.readAllBytes();
    } catch (IOException e) {
      throw new ComponentException("illegal base64 data (" + e.getMessage() + ")");
    }
  }

  /**
   * @param file what to send; read twice if it is decoded, and never as a whole
   * @param base64 whether it is written in base64
   * @return the content
   * @throws ComponentException if it cannot be read or is no base64
   */
  static RequestBody of(Path file, boolean base64) {
    if (!Files.isRegularFile(file)) {
      throw new ComponentException("file read error: \"%s\" (expected: a file)".formatted(file));
    }
    if (!base64) {
      return RequestBody.fromFile(file);
    }
    long length;
    try (InputStream content = open(file)) {
      length = content.transferTo(OutputStream.nullOutputStream());
    } catch (IOException | UncheckedIOException e) {
      throw new ComponentException("file read error: " + file + ": " + e.getMessage(), e);
    }
    return RequestBody.fromContentProvider(() -> open(file), length, MEDIA_TYPE);
  }

  private static InputStream open(Path file) {
    try {
      return Base64.getDecoder().wrap(new WithoutLineBreaks(Files.newInputStream(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes an object into a file. The file is there as a whole or not at all.
   *
   * @param content of the object
   * @param file to make or replace
   * @param base64 whether to write it in base64
   * @throws IOException if that failed
   */
  static void save(InputStream content, Path file, boolean base64) throws IOException {
    Path target = file.toAbsolutePath();
    Path part =
        target.resolveSibling(".%s.%s.part".formatted(file.getFileName(), UUID.randomUUID()));
    try {
      try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
        if (base64) {
          try (OutputStream encoder = Base64.getEncoder().wrap(out)) {
            content.transferTo(encoder);
          }
        } else {
          content.transferTo(out);
        }
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The decoder is strict; lines may be broken all the same. */
  private static final class WithoutLineBreaks extends FilterInputStream {

    WithoutLineBreaks(InputStream in) {
      super(new BufferedInputStream(in));
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      while (next == '\n' || next == '\r') {
        next = super.read();
      }
      return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = 0;
      while (count < length) {
        int next = read();
        if (next < 0) {
          return count == 0 ? -1 : count;
        }
        buffer[offset + count++] = (byte) next;
      }
      return count;
    }
  }
}
