package dev.mecha.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * Puts the distribution together in {@code target/assembly}, and in place as {@code target/mecha}
 * once it is whole but for the cache, which is made there.
 */
public final class Assembler {

  private final Path sources;
  private final String version;
  private final Instant begin;

  private Assembler(Path sources, String version, Instant begin) {
    this.sources = sources;
    this.version = version;
    this.begin = begin;
  }

  /**
   * @param arguments the folder of the sources, the version, and when the build began: what changes
   *     after that is not in it
   * @throws IOException if a file cannot be read or written
   * @throws InterruptedException if the build is ended
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var sources = Path.of(arguments[0]).toRealPath();
    new Assembler(sources, arguments[1], Instant.parse(arguments[2])).assemble();
  }

  private void assemble() throws IOException, InterruptedException {
    Path dist = sources.resolve("dist");
    Path assembly = dist.resolve("target/assembly");
    Path scripts = dist.resolve("src/main/sh");
    Path lib = assembly.resolve("lib");
    Path jdk = Path.of(System.getProperty("java.home"));
    Folders.delete(assembly);
    new Libraries(
            dist.resolve("target/libraries"), dist.resolve("target/mecha-dist-" + version + ".jar"))
        .writeTo(lib);
    SqliteLibrary.writeTo(lib.resolve("native"));
    var startScripts = new StartScripts(scripts.resolve("start.sh"));
    startScripts.writeTo(assembly.resolve("bin"));
    copy(scripts.resolve("find-jdk.sh"), lib.resolve("find-jdk.sh"));
    copy(sources.resolve("LICENSE"), assembly.resolve("LICENSE"));
    Files.writeString(lib.resolve("jdk.path"), jdk + "\n");
    var plugIns = new PlugIns(sources.resolve("components"), version);
    plugIns.writeTo(assembly.resolve("plugins"));
    plugIns.writeTelemetry(sources.resolve("telemetry"), assembly.resolve("plugins"));
    // The cache is made where it will be used: at every start the JVM asks the system about the
    // place where its class path was then, once for each class, unless it is the same. The version
    // comes last, so that a distribution that has none is known to be incomplete.
    Path place = dist.resolve("target/mecha");
    Folders.replace(place, assembly);
    new Training(place, startScripts).writeTo(place.resolve("lib/mecha.aot"));
    Path stamp = Files.writeString(place.resolve("version"), version + "\n");
    Files.setLastModifiedTime(stamp, FileTime.from(begin));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
