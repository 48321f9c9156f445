package dev.mecha.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in the root of the sources, with a Maven that only pretends to build. */
@Timeout(60)
class LauncherTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final String BUILDS =
      """
      echo "$@" >> ../maven-calls
      echo "$JAVA_HOME" >> ../maven-jdks
      echo '[INFO] Building Mecha :: Protocol 0.1.0-SNAPSHOT                             [2/3]'
      echo 'Some line that nobody wants to see'
      echo '[INFO] Building Mecha :: Distribution 0.1.0-SNAPSHOT                         [3/3]'
      mkdir -p dist/target/mecha/bin
      printf '#!/bin/sh\\necho "run $*"\\n/bin/pwd\\nexit 7\\n' > dist/target/mecha/bin/mecha
      chmod +x dist/target/mecha/bin/mecha
      : > dist/target/mecha/version
      """;

  @TempDir Path temp;

  private Path sources;
  private Path jdk;

  @BeforeEach
  void lay() throws IOException {
    sources = Files.createDirectory(temp.toRealPath().resolve("source tree"));
    copy("mecha");
    copy("dist/src/main/sh/find-jdk.sh");
    Files.createDirectories(sources.resolve("kernel/src/main/java"));
    Files.writeString(sources.resolve("pom.xml"), "");
    Files.writeString(sources.resolve("kernel/src/main/java/A.java"), "");
    age(sources);
    jdk = Shell.jdk(temp.toRealPath().resolve("jdk"), "25", "exit 1\n");
    maven(BUILDS);
  }

  @Test
  void theFirstStartBuildsAndLaterOnesDoNot() throws IOException {
    Shell.Result first = launch("run", "a b");
    assertThat(first.out()).isEqualTo("run run a b\n" + temp.toAbsolutePath() + "\n");
    assertThat(first.status()).as("the program's own status").isEqualTo(7);
    assertThat(first.err().lines())
        .anyMatch(line -> line.matches("mecha: \\[2/3] Protocol \\(\\d+ s\\)"))
        .anyMatch(line -> line.matches("mecha: \\[3/3] Distribution \\(\\d+ s\\)"))
        .noneMatch(line -> line.contains("nobody wants"));
    assertThat(sources.resolve("dist/target/build.log")).content().contains("nobody wants");
    assertThat(temp.resolve("maven-jdks")).hasContent(jdk.toString());
    Shell.Result second = launch("version");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).startsWith("run version\n");
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void aChangedSourceIsBuilt() throws IOException {
    launch();
    Path source = sources.resolve("kernel/src/main/java/A.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    launch();
    assertThat(calls()).isEqualTo(2);
  }

  @Test
  void aChangedTestIsNot() throws IOException {
    Path test = sources.resolve("kernel/src/test/java");
    Files.createDirectories(test);
    launch();
    Path file = Files.writeString(test.resolve("ATest.java"), "");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    launch();
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void twoStartsBuildOnce() throws IOException {
    maven("sleep 1\n" + BUILDS);
    List<Process> starts = List.of(start("one"), start("two"), start("three"));
    for (Process each : starts) {
      Shell.Result result = Shell.await(each);
      assertThat(result.status()).as(result.err()).isEqualTo(7);
    }
    assertThat(calls()).isEqualTo(1);
    assertThat(Files.isSymbolicLink(sources.resolve("dist/target/build.lock"))).isFalse();
  }

  @Test
  void aLockOfOneWhoDiedIsTaken() throws IOException {
    Files.createDirectories(sources.resolve("dist/target"));
    Process ended = Shell.start(temp, Map.of(), List.of("/bin/sh", "-c", "exit 0"));
    Shell.await(ended);
    Files.createSymbolicLink(
        sources.resolve("dist/target/build.lock"), Path.of(Long.toString(ended.pid())));
    assertThat(launch().status()).isEqualTo(7);
  }

  @Test
  void aFailedBuildShowsItsErrorsAndRunsNothing() throws IOException {
    maven(
        """
        echo '[INFO] Building Mecha :: Kernel 0.1.0-SNAPSHOT                              [1/3]'
        echo '[ERROR] A.java:[1,1] this is no class'
        exit 1
        """);
    Shell.Result result = launch();
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("[ERROR] A.java:[1,1] this is no class")
        .contains("mecha: the build failed: " + sources.resolve("dist/target/build.log"));
    assertThat(sources.resolve("dist/target/mecha")).doesNotExist();
    maven(BUILDS);
    assertThat(launch().status()).as("and the next start tries again").isEqualTo(7);
  }

  @Test
  void aLinkToItWorksFromAnywhere() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("m"), sources.resolve("mecha"));
    var command = List.of(link.toString(), "x");
    assertThat(Shell.run(Path.of("/"), environment(), command).out()).isEqualTo("run x\n/\n");
  }

  @Test
  void onceBuiltItNeedsNothingOfTheEnvironment() {
    launch();
    var command = List.of(sources.resolve("mecha").toString());
    assertThat(Shell.run(temp, Map.of(), command).status()).isEqualTo(7);
    assertThat(Shell.run(temp, Map.of("PATH", ""), command).status()).isEqualTo(7);
  }

  @Test
  void itCanBeToldNotToBuild() throws IOException {
    Map<String, String> environment = new HashMap<>(environment());
    environment.put("MECHA_BUILD", "never");
    var command = List.of(sources.resolve("mecha").toString());
    Shell.Result result = Shell.run(temp, environment, command);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("there is no distribution in");
    assertThat(temp.resolve("maven-calls")).doesNotExist();
    launch();
    age(sources.resolve("dist/target"));
    assertThat(Shell.run(temp, environment, command).status()).isEqualTo(7);
    assertThat(calls()).isEqualTo(1);
  }

  private void copy(String file) throws IOException {
    Path to = sources.resolve(file);
    Files.createDirectories(to.getParent());
    Files.copy(ROOT.resolve(file), to, StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** Makes everything below a folder an hour old. */
  private static void age(Path folder) throws IOException {
    var hourAgo = FileTime.from(Instant.now().minusSeconds(3600));
    try (var all = Files.walk(folder)) {
      for (Path each : all.toList()) {
        Files.setLastModifiedTime(each, hourAgo);
      }
    }
  }

  private void maven(String text) {
    Shell.script(temp.resolve("tools/mvn"), text);
  }

  private long calls() throws IOException {
    try (var lines = Files.lines(temp.resolve("maven-calls"))) {
      return lines.count();
    }
  }

  private Map<String, String> environment() {
    return Map.of(
        "PATH", temp.resolve("tools") + ":/usr/bin:/bin", "MECHA_JAVA_HOME", jdk.toString());
  }

  private Process start(String... arguments) {
    var command = new ArrayList<>(List.of(sources.resolve("mecha").toString()));
    command.addAll(Arrays.asList(arguments));
    return Shell.start(temp, environment(), command);
  }

  private Shell.Result launch(String... arguments) {
    return Shell.await(start(arguments));
  }
}
