package dev.mecha.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The start scripts, with a java that only says how it was called. */
class StartScriptsTest {

  private static final String TELL =
      """
      echo "pid $$"
      echo "cwd $(/bin/pwd)"
      for each; do echo "arg $each"; done
      /usr/bin/env | /usr/bin/sort
      """;

  private static final Path SOURCES = Path.of("src/main/sh").toAbsolutePath();

  @TempDir Path temp;

  private Path dist;
  private Path jdk;

  @BeforeEach
  void assemble() throws IOException {
    dist = Files.createDirectories(temp.toRealPath().resolve("a folder/mecha"));
    new StartScripts(SOURCES.resolve("start.sh")).writeTo(dist.resolve("bin"));
    Path lib = Files.createDirectories(dist.resolve("lib"));
    Files.copy(SOURCES.resolve("find-jdk.sh"), lib.resolve("find-jdk.sh"));
    jdk = Shell.jdk(temp.toRealPath().resolve("the jdk"), "25.0.3", TELL);
    Files.writeString(lib.resolve("jdk.path"), jdk + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "mecha, mecha, dev.mecha.cli.Mecha",
    "mechad, mechad, dev.mecha.runtime.Mechad",
    "compat/dapr, dapr, dev.mecha.cli.Mecha",
    "compat/daprd, daprd, dev.mecha.runtime.Mechad",
  })
  void nothingIsNeededOfTheEnvironment(String script, String program, String main) {
    Shell.Result result =
        start(Map.of(), dist.resolve("bin").resolve(script).toString(), "-a", "b c");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(arguments(result))
        .contains("-Dmecha.program=" + program, "-Dmecha.home.dist=" + dist)
        .containsSubsequence("-cp", dist + "/lib/mecha.jar", main, "-a", "b c");
    assertThat(result.out()).contains("cwd " + temp.toAbsolutePath());
  }

  @Test
  void theShellIsReplaced() {
    Process process = Shell.start(temp, Map.of(), List.of(program()));
    long pid = process.pid();
    assertThat(Shell.await(process).out()).contains("pid " + pid + "\n");
  }

  @Test
  void theStatusIsThePrograms() throws IOException {
    Files.writeString(jdk.resolve("bin/java"), "#!/bin/sh\nexit 42\n");
    assertThat(start(Map.of(), program()).status()).isEqualTo(42);
  }

  @Test
  void linksAreFollowed() throws IOException {
    Path links = Files.createDirectory(temp.resolve("links"));
    Files.createSymbolicLink(links.resolve("one"), Path.of(program()));
    Files.createSymbolicLink(links.resolve("two"), Path.of("one"));
    Path folder = Files.createSymbolicLink(temp.resolve("folder-link"), dist);
    for (Path path : List.of(links.resolve("two"), folder.resolve("bin/mechad"))) {
      assertThat(arguments(start(Map.of(), path.toString()))).contains("-Dmecha.home.dist=" + dist);
    }
  }

  @Test
  void aRelativePathAndASearchedOneWork() {
    Path bin = dist.resolve("bin");
    assertThat(Shell.run(bin, Map.of(), List.of("/bin/sh", "mechad")).status()).isZero();
    assertThat(Shell.run(dist, Map.of(), List.of("/bin/sh", "bin/mechad")).status()).isZero();
    var path = Map.of("PATH", bin.toString());
    assertThat(Shell.run(temp, path, List.of("/bin/sh", "-c", "mechad")).status()).isZero();
  }

  @Test
  void theCacheIsUsedIfThereIsOne() throws IOException {
    String flag = "-XX:AOTCache=" + dist.resolve("lib/mecha.aot");
    assertThat(arguments(start(Map.of(), program()))).doesNotContain(flag);
    Files.writeString(dist.resolve("lib/mecha.aot"), "");
    assertThat(arguments(start(Map.of(), program()))).contains(flag);
  }

  @Test
  void aCopyThatLostTheTimeOfTheClassPathGetsItBack() throws IOException {
    Files.writeString(dist.resolve("lib/mecha.aot"), "");
    Path jar = Files.writeString(dist.resolve("lib/mecha.jar"), "");
    assertThat(start(Map.of("TZ", "Asia/Tokyo"), program()).out())
        .contains("TZ=Asia/Tokyo")
        .doesNotContain("arg -t");
    assertThat(Files.getLastModifiedTime(jar).toInstant()).isEqualTo(MergedJar.TIME);
  }

  @Test
  void theUsersOptionsComeAfterOurs() {
    var options = arguments(start(Map.of("MECHA_JAVA_OPTS", "-Xmx1g -Da=*"), program()));
    assertThat(options).containsSubsequence("-XX:+UseSerialGC", "-Xmx1g", "-Da=*", "-cp");
  }

  @Test
  void whatIsMeantForOtherJvmsIsPutAside() {
    var environment =
        Map.of("JAVA_TOOL_OPTIONS", "-Dx='y z'", "MALLOC_ARENA_MAX", "9", "OTHER", "o");
    assertThat(start(environment, program()).out().lines())
        .contains(
            "MECHA_SAVED_JAVA_TOOL_OPTIONS=-Dx='y z'",
            "MECHA_SAVED_MALLOC_ARENA_MAX=9",
            "MALLOC_ARENA_MAX=2",
            "OTHER=o")
        .noneMatch(line -> line.startsWith("JAVA_TOOL_OPTIONS="));
  }

  @Test
  void anotherJdkIsUsedIfTheUserSaysSo() {
    Path other = Shell.jdk(temp.resolve("other"), "26-ea", "echo other\n");
    assertThat(start(Map.of("MECHA_JAVA_HOME", other.toString()), program()).out())
        .isEqualTo("other\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"17.0.1", "1.8.0_292", ""})
  void aJdkThatIsTooOldIsNotStarted(String version) {
    Path old = Shell.jdk(temp.resolve("old"), version, "echo started\n");
    Shell.Result result = start(Map.of("MECHA_JAVA_HOME", old.toString()), program());
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("mechad: no JDK 25 or later was found")
        .contains("MECHA_JAVA_HOME: \"" + old + "\"");
  }

  @Test
  void aDistributionThatWasMovedToAnotherMachineLooksForAJdk() throws IOException {
    Files.writeString(dist.resolve("lib/jdk.path"), "/nowhere\n");
    assertThat(start(Map.of("JAVA_HOME", jdk.toString()), program()).out()).contains("arg -cp");
    Files.delete(dist.resolve("lib/jdk.path"));
    Shell.Result result = start(Map.of("JAVA_HOME", jdk.toString()), program());
    assertThat(result.out()).contains("arg -cp");
    assertThat(result.err()).isEmpty();
  }

  private String program() {
    return dist.resolve("bin/mechad").toString();
  }

  private Shell.Result start(Map<String, String> environment, String... command) {
    return Shell.run(temp, environment, Arrays.asList(command));
  }

  private static List<String> arguments(Shell.Result result) {
    var arguments = new ArrayList<String>();
    result
        .out()
        .lines()
        .filter(line -> line.startsWith("arg "))
        .forEach(line -> arguments.add(line.substring(4)));
    return arguments;
  }
}
