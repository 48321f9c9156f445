package dev.mecha.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.cli.instance.Instance.Doors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceNoteTest {

  private static final Doors DOORS = new Doors(3500, 50001, 0, "", true, 4 << 20, 4 << 10);

  @TempDir Path home;

  @Test
  void aNoteIsReadAsItWasWritten() throws IOException {
    try (var note = InstanceNote.leave(home, instance("or/ders", Instant.now()))) {
      note.add("appCommand", "python3 app.py --who=ä");
      Instance read = InstanceNote.read(only()).orElseThrow();
      assertThat(read.appId()).isEqualTo("or/ders");
      assertThat(read.doors()).isEqualTo(DOORS);
      assertThat(read.note("appCommand")).isEqualTo("python3 app.py --who=ä");
      assertThat(read.pid("cliPID")).isZero();
    }
    assertThat(notes()).isEmpty();
  }

  @Test
  void aNoteOfAProcessThatIsGoneIsTakenAway() throws IOException {
    InstanceNote.leave(home, new Instance("gone", DOORS, Long.MAX_VALUE, Instant.now(), Map.of()));
    assertThat(InstanceNote.read(only())).isEmpty();
    assertThat(notes()).isEmpty();
  }

  @Test
  void aNumberThatWasGivenOutAgainIsAnotherProcess() throws IOException {
    InstanceNote.leave(home, instance("old", Instant.EPOCH));
    assertThat(InstanceNote.read(only())).isEmpty();
  }

  @Test
  void whatIsNoNoteIsLeftOut() throws IOException {
    Files.createDirectories(InstanceNote.folder(home));
    Path file = Files.writeString(InstanceNote.folder(home).resolve("x.properties"), "http=no");
    assertThat(InstanceNote.read(file)).isEmpty();
  }

  @Test
  void aHomeThatCannotBeWrittenIsNoReasonNotToRun() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "");
    try (var note = InstanceNote.leave(file, instance("orders", Instant.now()))) {
      note.add("appPID", "7");
    }
    assertThat(file).isRegularFile();
  }

  private static Instance instance(String appId, Instant created) {
    return new Instance(appId, DOORS, ProcessHandle.current().pid(), created, Map.of());
  }

  private Path only() throws IOException {
    return notes().getFirst();
  }

  private List<Path> notes() throws IOException {
    try (var files = Files.list(InstanceNote.folder(home))) {
      return files.toList();
    }
  }
}
