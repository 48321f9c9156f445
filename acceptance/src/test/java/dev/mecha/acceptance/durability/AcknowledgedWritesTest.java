package dev.mecha.acceptance.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sidecar that is killed in the middle of a stream of writes has kept every write that it acknowledged. */
class AcknowledgedWritesTest {

  private static final int WRITERS = 8;
  private static final int ROUNDS = 3;
  private static final int PER_ROUND = 400;

  @TempDir Path folder;

  private Sidecar start() {
    return Sidecar.in(folder).resource(Resources.stateStore("state.sqlite")).start();
  }

  @Test
  void killedWhileWriting() {
    Set<String> acknowledged = new ConcurrentSkipListSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      writeUntilKilled(round, acknowledged);
    }
    try (Sidecar sidecar = start()) {
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * PER_ROUND);
      for (String key : acknowledged) {
        assertThat(sidecar.send("GET", "/v1.0/state/statestore/" + key, "").body())
            .as(key)
            .isEqualTo("\"" + key + "\"");
      }
    }
  }

  private void writeUntilKilled(int round, Set<String> acknowledged) {
    int before = acknowledged.size();
    Sidecar sidecar = start();
    var killed = new AtomicBoolean();
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int writer = 0; writer < WRITERS; writer++) {
        String prefix = round + "-" + writer + "-";
        writers.submit(() -> write(sidecar, prefix, acknowledged, killed));
      }
      Awaitility.await().until(() -> acknowledged.size() - before >= PER_ROUND);
      sidecar.kill();
      killed.set(true);
    }
  }

  private static void write(
      Sidecar sidecar, String prefix, Set<String> acknowledged, AtomicBoolean killed) {
    for (int i = 0; !killed.get(); i++) {
      String key = prefix + i;
      String body = "[{\"key\":\"" + key + "\",\"value\":\"" + key + "\"}]";
      try {
        if (sidecar.send("POST", "/v1.0/state/statestore", body).statusCode() == 204) {
          acknowledged.add(key);
        }
      } catch (UncheckedIOException e) {
        return; // The connection died with the process: this write was not acknowledged.
      }
    }
  }
}
