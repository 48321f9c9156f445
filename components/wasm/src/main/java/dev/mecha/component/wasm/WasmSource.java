package dev.mecha.component.wasm;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.InvalidMetadataException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Where modules come from. */
final class WasmSource {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String EXPECTED = " (expected: a URL of file, http or https)";

  private WasmSource() {}

  /**
   * Loads a module.
   *
   * @param url {@code file://} and a path, or a URL of HTTP
   */
  static byte[] load(String url) throws InterruptedException {
    if (url.startsWith("file://")) {
      return read(Path.of(url.substring("file://".length())));
    }
    if (url.startsWith("http://") || url.startsWith("https://")) {
      return fetch(url);
    }
    throw new InvalidMetadataException("url: \"" + url + "\"" + EXPECTED);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ComponentException("url: " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static byte[] fetch(String url) throws InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build(),
              BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new ComponentException(
            "url: " + url + ": status " + answer.statusCode() + " (expected: 200)");
      }
      return answer.body();
    } catch (IllegalArgumentException e) {
      throw new InvalidMetadataException("url: \"" + url + "\"" + EXPECTED);
    } catch (IOException e) {
      throw new ComponentException("url: " + url + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads a module's bytes. */
  static WasmModule parse(String from, byte[] bytes) {
    try {
      return Parser.parse(bytes);
    } catch (ChicoryException e) {
      throw new ComponentException(from + ": no WebAssembly module: " + e.getMessage(), e);
    }
  }
}
