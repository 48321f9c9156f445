package dev.mecha.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * One jar in place of many, as a class path of theirs would look: of two entries of a name the
 * first counts, all services are there, and of classes in several versions the one for this JVM.
 * Licences and notices stay apart by the jar that they came with.
 */
final class MergedJar {

  /**
   * The cache knows the jar by its time, which copies do not keep: this one the start scripts can
   * put back, for it is older than any program of the machine.
   */
  static final Instant TIME = Instant.parse("2000-01-01T00:00:00Z");

  private static final String META = "META-INF/";
  private static final String SERVICES = META + "services/";
  private static final String MANIFEST = "Manifest-Version: 1.0\r\n\r\n";

  private final Map<String, byte[]> entries = new TreeMap<>();
  private final Map<String, StringBuilder> services = new TreeMap<>();

  /** Adds what is in a jar. */
  void add(Path jar) throws IOException {
    try (var from = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
      List<ZipEntry> found = new ArrayList<>(from.versionedStream().toList());
      for (ZipEntry entry : found) {
        if (!entry.isDirectory()) {
          try (InputStream content = from.getInputStream(entry)) {
            add(jar, entry.getName(), content.readAllBytes());
          }
        }
      }
    }
  }

  private void add(Path jar, String name, byte[] content) {
    if (name.startsWith(SERVICES)) {
      services
          .computeIfAbsent(name, none -> new StringBuilder())
          .append(new String(content, StandardCharsets.UTF_8))
          .append('\n');
    } else if (isLegal(name)) {
      String file = name.substring(name.lastIndexOf('/') + 1);
      entries.putIfAbsent(META + "legal/" + jar.getFileName() + "/" + file, content);
    } else if (!isOfOneJar(name)) {
      entries.putIfAbsent(name, content);
    }
  }

  private static boolean isLegal(String name) {
    String file = name.startsWith(META) ? name.substring(META.length()) : name;
    String upper = file.toUpperCase(Locale.ROOT);
    return !upper.contains("/") && (upper.startsWith("LICENSE") || upper.startsWith("NOTICE"));
  }

  /** What says something about a jar as a whole, and would be wrong of this one. */
  private static boolean isOfOneJar(String name) {
    return name.equals(JarFile.MANIFEST_NAME)
        || name.equals("module-info.class")
        || name.equals(META + "INDEX.LIST")
        || name.startsWith(META + "versions/")
        || name.matches(META + "[^/]+\\.(SF|RSA|DSA|EC)");
  }

  /**
   * @param file made or replaced
   */
  void writeTo(Path file) throws IOException {
    try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
      write(out, JarFile.MANIFEST_NAME, MANIFEST.getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, StringBuilder> service : services.entrySet()) {
        write(
            out, service.getKey(), service.getValue().toString().getBytes(StandardCharsets.UTF_8));
      }
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        write(out, entry.getKey(), entry.getValue());
      }
    }
    Files.setLastModifiedTime(file, FileTime.from(TIME));
  }

  private static void write(ZipOutputStream out, String name, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    entry.setLastModifiedTime(FileTime.from(TIME));
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }
}
