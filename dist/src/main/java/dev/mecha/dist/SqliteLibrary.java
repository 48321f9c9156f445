package dev.mecha.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, for the platform of the build. Its driver would unpack it into the
 * folder of temporary files at every start, and after a {@code kill -9} leave it there; on another
 * platform it still does.
 */
final class SqliteLibrary {

  private SqliteLibrary() {}

  /**
   * @param folder where the driver is told to look
   */
  static void writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (library == null) {
        throw new IOException("the SQLite driver has no " + resource);
      }
      Files.copy(library, folder.resolve(name));
    }
  }
}
