package dev.mecha.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is where in the one jar of the class path. */
class MergedJarTest {

  @TempDir Path temp;

  @Test
  void ofTwoEntriesOfANameTheFirstCounts() throws IOException {
    Path merged =
        merge(jar("a", Map.of("x/Y.class", "first")), jar("b", Map.of("x/Y.class", "second")));
    assertThat(read(merged, "x/Y.class")).isEqualTo("first");
  }

  @Test
  void servicesOfAllAreThere() throws IOException {
    String service = "META-INF/services/x.Y";
    Path merged = merge(jar("a", Map.of(service, "one")), jar("b", Map.of(service, "two\n# end")));
    assertThat(read(merged, service)).isEqualTo("one\ntwo\n# end\n");
  }

  @Test
  void theVersionForThisJvmIsTaken() throws IOException {
    Path versions =
        jar(
            "a",
            Map.of(
                JarFile.MANIFEST_NAME,
                "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n",
                "x/Y.class",
                "for all",
                "META-INF/versions/11/x/Y.class",
                "for 11",
                "META-INF/versions/99/x/Y.class",
                "for 99"));
    Path merged = merge(versions);
    assertThat(read(merged, "x/Y.class")).isEqualTo("for 11");
    assertThat(names(merged)).noneMatch(name -> name.startsWith("META-INF/versions/"));
  }

  @Test
  void licencesStayWithTheNameOfTheirJar() throws IOException {
    Path merged =
        merge(
            jar("a", Map.of("META-INF/LICENSE.txt", "of a")),
            jar("b", Map.of("META-INF/LICENSE.txt", "of b", "NOTICE", "too")));
    assertThat(read(merged, "META-INF/legal/a.jar/LICENSE.txt")).isEqualTo("of a");
    assertThat(read(merged, "META-INF/legal/b.jar/LICENSE.txt")).isEqualTo("of b");
    assertThat(read(merged, "META-INF/legal/b.jar/NOTICE")).isEqualTo("too");
  }

  @Test
  void whatIsTrueOfOneJarOnlyIsLeftOut() throws IOException {
    Path merged =
        merge(
            jar(
                "a",
                Map.of(
                    JarFile.MANIFEST_NAME,
                    "Manifest-Version: 1.0\r\nClass-Path: b.jar\r\n\r\n",
                    "module-info.class",
                    "",
                    "META-INF/A.SF",
                    "",
                    "META-INF/INDEX.LIST",
                    "",
                    "META-INF/other",
                    "")));
    assertThat(names(merged)).containsExactly(JarFile.MANIFEST_NAME, "META-INF/other");
    assertThat(read(merged, JarFile.MANIFEST_NAME)).isEqualTo("Manifest-Version: 1.0\r\n\r\n");
  }

  @Test
  void theSameJarsMakeTheSameFile() throws IOException {
    Path a = jar("a", Map.of("x/Y.class", "1", "x/Z.class", "2"));
    assertThat(merge(a)).hasSameBinaryContentAs(merge(a));
  }

  private Path jar(String name, Map<String, String> entries) throws IOException {
    Path file = temp.resolve(name + ".jar");
    try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
    return file;
  }

  private Path merge(Path... jars) throws IOException {
    var merged = new MergedJar();
    for (Path jar : jars) {
      merged.add(jar);
    }
    Path file = Files.createTempFile(temp, "merged", ".jar");
    merged.writeTo(file);
    assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(MergedJar.TIME);
    return file;
  }

  private static List<String> names(Path file) throws IOException {
    try (var jar = new JarFile(file.toFile())) {
      return jar.stream().map(ZipEntry::getName).toList();
    }
  }

  private static String read(Path file, String name) throws IOException {
    try (var jar = new JarFile(file.toFile());
        InputStream in = jar.getInputStream(jar.getEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
