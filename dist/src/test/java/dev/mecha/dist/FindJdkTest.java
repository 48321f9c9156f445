package dev.mecha.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where a JDK is looked for. A wanted version that nobody has yet keeps the machine's own JDKs out
 * of it.
 */
class FindJdkTest {

  private static final Path SCRIPT = Path.of("src/main/sh/find-jdk.sh").toAbsolutePath();

  @TempDir Path temp;

  @Test
  void mechasOwnVariableComesFirst() {
    Path own = jdk("own", "99");
    Path other = jdk("other", "99");
    var environment = Map.of("MECHA_JAVA_HOME", own.toString(), "JAVA_HOME", other.toString());
    assertThat(find(environment).out()).isEqualTo(own + "\n");
  }

  @Test
  void whatIsTooOldIsPassedOver() {
    Path old = jdk("old", "98.0.1");
    Path other = jdk("other", "99.0.1");
    var environment = Map.of("MECHA_JAVA_HOME", old.toString(), "JAVA_HOME", other.toString());
    assertThat(find(environment).out()).isEqualTo(other + "\n");
  }

  @Test
  void theJavaOfThePathIsFollowedToItsHome() throws IOException {
    Path real = jdk("real", "99-ea");
    Path bin = Files.createDirectory(temp.resolve("bin"));
    Files.createSymbolicLink(temp.resolve("step"), real.resolve("bin/java"));
    Files.createSymbolicLink(bin.resolve("java"), Path.of("../step"));
    assertThat(find(Map.of("PATH", bin + ":/usr/bin:/bin")).out()).isEqualTo(real + "\n");
  }

  @Test
  void foldersOfTheUserAreLookedAt() {
    Path managed = jdk(".sdkman/candidates/java/99", "99");
    assertThat(find(Map.of("HOME", temp.toString())).out()).isEqualTo(managed + "\n");
  }

  @Test
  void toCompileItTakesACompiler() throws IOException {
    Path runtimeOnly = jdk("jre", "99");
    Files.delete(runtimeOnly.resolve("bin/javac"));
    var environment = Map.of("JAVA_HOME", runtimeOnly.toString());
    assertThat(find(environment).out()).isEqualTo(runtimeOnly + "\n");
    assertThat(find(environment, "-c").status()).isEqualTo(1);
  }

  @Test
  void whereThereIsNoneItSaysWhatToDo() {
    Shell.Result result = find(Map.of("JAVA_HOME", "/opt/java-8"));
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .contains("mecha: no JDK 99 or later was found.")
        .contains("JAVA_HOME: \"/opt/java-8\" (expected: the home of a JDK >= 99)")
        .contains("MECHA_JAVA_HOME", "https://adoptium.net");
  }

  private Path jdk(String name, String version) {
    return Shell.jdk(temp.resolve(name), version, "exit 1\n");
  }

  private Shell.Result find(Map<String, String> environment, String... flags) {
    String script =
        ". '%s'; jdk_wanted=99; find_jdk %s || { no_jdk mecha; exit 1; }; echo \"$jdk\""
            .formatted(SCRIPT, String.join(" ", flags));
    return Shell.run(temp, environment, List.of("/bin/sh", "-c", script));
  }
}
