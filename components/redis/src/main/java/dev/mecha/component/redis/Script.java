package dev.mecha.component.redis;

import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Future;

/**
 * A Lua script that runs on the server, which does nothing else meanwhile. Sent by its digest, and
 * as text if the server forgot it: after a start, a failover or {@code SCRIPT FLUSH}.
 *
 * @param text the script
 * @param digest of the text, as the server computes it
 * @param type how the answer is read
 */
record Script(String text, String digest, ScriptOutputType type) {

  /**
   * @param name of a file beside this class
   * @param type how the answer is read
   * @return the script
   */
  static Script load(String name, ScriptOutputType type) {
    try (InputStream file = Script.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("the module lacks " + name);
      }
      byte[] text = file.readAllBytes();
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(text);
      return new Script(
          new String(text, StandardCharsets.UTF_8), HexFormat.of().formatHex(digest), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK lacks SHA-1", e);
    }
  }

  /**
   * @param keys what the script touches
   * @param values its arguments
   * @param <T> what {@link #type()} reads
   * @return the command
   */
  <T> Command<T> with(String[] keys, byte[]... values) {
    return new Command<>() {
      @Override
      public Future<T> send(Link link) {
        return link.commands().evalsha(digest, type, keys, values);
      }

      @Override
      public Future<T> sendText(Link link) {
        return link.commands().eval(text, type, keys, values);
      }
    };
  }
}
