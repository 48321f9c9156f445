package dev.mecha.component.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Loads SQLite's native library from a copy that stays. Left alone, the driver unpacks it at every
 * start, compares the copy byte by byte and deletes it at the end, which costs more than everything
 * else at start.
 *
 * <p>Many processes may do this at once: a copy appears under its name only when it is whole.
 * Whatever fails here, the driver falls back to its own way.
 */
final class NativeLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String PATH_PROPERTY = "org.sqlite.lib.path";

  /**
   * The JVM loads a library once: the lock keeps two stores from changing the driver's property at
   * once.
   */
  private static final ReentrantLock LOADING = new ReentrantLock();

  private NativeLibrary() {}

  /**
   * Loads the library; does nothing if that has been done. The driver's system property is set for
   * that moment only: another copy of the driver in another class loader may be of another version.
   *
   * @param home where the copy is kept, in a folder {@code native}
   * @throws IOException if the machine has no such library
   */
  static void load(Path home) throws IOException {
    LOADING.lock();
    try {
      boolean ours = System.getProperty(PATH_PROPERTY) == null;
      if (ours) {
        provide(home);
      }
      try {
        SQLiteJDBCLoader.initialize();
      } finally {
        if (ours) {
          System.clearProperty(PATH_PROPERTY);
        }
      }
    } catch (Exception e) {
      throw new IOException("cannot load SQLite's native library: " + e.getMessage(), e);
    } finally {
      LOADING.unlock();
    }
  }

  private static void provide(Path home) {
    Path folder = home.resolve("native").resolve(version()).toAbsolutePath();
    try {
      Path library = folder.resolve(LibraryLoaderUtil.getNativeLibName());
      if (!Files.exists(library)) {
        unpack(folder, library);
      }
      System.setProperty(PATH_PROPERTY, folder.toString());
    } catch (IOException | RuntimeException e) {
      LOG.debug("Keeping SQLite's native library in {} failed: {}", folder, e.toString());
    }
  }

  private static String version() {
    return String.format(
        Locale.ROOT,
        "sqlite-jdbc-%s-%s-%s",
        SQLiteJDBCLoader.getVersion(),
        System.getProperty("os.name").replaceAll("\\W", ""),
        System.getProperty("os.arch").replaceAll("\\W", ""));
  }

  /** Written and synchronised under another name first: a crash leaves no broken library behind. */
  private static void unpack(Path folder, Path library) throws IOException {
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + library.getFileName();
    try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (packed == null) {
        throw new IOException("the driver has no " + resource);
      }
      Files.createDirectories(folder);
      Path partial = folder.resolve(library.getFileName() + "." + UUID.randomUUID());
      try {
        Files.copy(packed, partial);
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
        Files.move(partial, library, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(partial);
      }
    }
  }
}
