package dev.mecha.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The four programs: two names of our own, and the same under the peer's names. */
final class StartScripts {

  private static final String CLI = "dev.mecha.cli.Mecha";
  private static final String SIDECAR = "dev.mecha.runtime.Mechad";

  /**
   * What every JVM is told; docs/adr/0008 says why, with figures. The cache holds for one set of
   * them: memory layout, collector and class path have to be the same when it is made and when it
   * is used.
   */
  static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms16m",
          "-Xmx256m",
          "-XX:SurvivorRatio=2",
          "-XX:-ShrinkHeapInSteps",
          "-XX:MaxHeapFreeRatio=50",
          "-Xss512k",
          "-XX:+UseCompactObjectHeaders",
          "-XX:-UsePerfData",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "-XX:AsyncDeflationInterval=5000",
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "-Xlog:aot*=off",
          "-Xlog:cds*=off",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "-Djdk.pollerMode=1",
          "-Dhttp.maxConnections=64",
          "-Duser.language=en",
          "-Duser.country=US",
          // Nobody records its events, and the first one costs a dozen classes made at run time.
          "-Dio.netty.jfr.enabled=false",
          // Any will do: it is part of names that only Netty's own log shows. Left to itself it
          // asks
          // all network interfaces for theirs, and warns where none has one.
          "-Dio.netty.machineId=00:00:00:00:00:00:00:01");

  /** A time as {@code touch -t} takes it. */
  private static final DateTimeFormatter TOUCHED =
      DateTimeFormatter.ofPattern("uuuuMMddHHmm.ss").withZone(ZoneOffset.UTC);

  private record Script(String path, String program, String main) {}

  private static final List<Script> SCRIPTS =
      List.of(
          new Script("mecha", "mecha", CLI),
          new Script("mechad", "mechad", SIDECAR),
          new Script("compat/dapr", "dapr", CLI),
          new Script("compat/daprd", "daprd", SIDECAR));

  private static final Script REHEARSAL =
      new Script("rehearsal", "mechad", "dev.mecha.dist.Rehearsal");

  private final Path template;

  StartScripts(Path template) {
    this.template = template;
  }

  /**
   * @param bin the folder of the scripts
   */
  void writeTo(Path bin) throws IOException {
    for (Script script : SCRIPTS) {
      write(script, bin);
    }
  }

  /**
   * Writes the script of the run that the cache is made of. It does not stay.
   *
   * @param bin the folder of the scripts
   * @return the file
   */
  Path writeRehearsal(Path bin) throws IOException {
    return write(REHEARSAL, bin);
  }

  private Path write(Script script, Path bin) throws IOException {
    Path file = bin.resolve(script.path());
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        Files.readString(template)
            .replace("@program@", script.program())
            .replace("@main@", script.main())
            .replace("@up@", script.path().contains("/") ? "../.." : "..")
            .replace("@time@", TOUCHED.format(MergedJar.TIME))
            .replace("@options@", String.join(" \\\n  ", OPTIONS)));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
