package dev.mecha.component.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.tck.state.EtagChecks;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed, and processes that share a file. */
@Timeout(120)
class ProcessTest {

  @TempDir Path home;

  @Test
  void everyAcknowledgedWriteSurvivesKill() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      acknowledged.addAll(writeAndKill("round" + round, 300 * (round + 1)));
      try (StateStore store = Child.open(home)) {
        assertThat(missing(store, acknowledged)).isEmpty();
      }
    }
    assertThat(acknowledged).hasSizeGreaterThan(1800);
  }

  @Test
  void processesThatShareAFileLoseNoUpdate() throws Exception {
    int each = 200;
    try (StateStore store = Child.open(home)) {
      store.set(SetRequest.of("counter", "0".getBytes(StandardCharsets.UTF_8)));
      Process child = Child.start(home, Child.COUNT, String.valueOf(each));
      try {
        EtagChecks.count(store, "counter", each);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isZero();
      } finally {
        child.destroyForcibly();
      }
      StateValue counter = store.get(GetRequest.of("counter"));
      assertThat(counter).isNotNull();
      assertThat(new String(counter.bytes(), StandardCharsets.UTF_8))
          .isEqualTo(String.valueOf(2 * each));
    }
  }

  @Test
  void processesThatStartTogetherShareANewFile() throws Exception {
    List<Process> children = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        children.add(Child.start(home, Child.WRITE, "child" + i));
      }
      for (Process child : children) {
        assertThat(child.inputReader(StandardCharsets.UTF_8).readLine()).startsWith("child");
      }
    } finally {
      children.forEach(Process::destroyForcibly);
    }
  }

  private List<String> writeAndKill(String prefix, int count) throws Exception {
    List<String> acknowledged = new ArrayList<>();
    Process child = Child.start(home, Child.WRITE, prefix);
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      while (line != null) {
        acknowledged.add(line);
        if (acknowledged.size() == count) {
          // Through the handle: the process itself would also close the pipe from which we read on.
          child.toHandle().destroyForcibly();
        }
        line = lines.readLine();
      }
    } finally {
      child.destroyForcibly();
    }
    return acknowledged;
  }

  private static List<String> missing(StateStore store, List<String> keys)
      throws InterruptedException {
    List<GetRequest> requests = keys.stream().map(GetRequest::of).toList();
    return store.bulkGet(requests).stream()
        .filter(item -> item.value() == null)
        .map(BulkItem::key)
        .toList();
  }
}
