package dev.mecha.acceptance.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sidecars of one application on one SQLite file: ETags keep their writes apart. */
class SharedFileTest {

  private static final int CALLERS = 3;
  private static final int EACH = 20;
  private static final String STORE = "/v1.0/state/statestore";

  @TempDir Path folder;

  private Sidecar start(String name) {
    return Sidecar.in(folder.resolve(name))
        .resource(Resources.sqlite(folder.resolve("data.db")))
        .start();
  }

  @Test
  void noUpdateIsLost() throws Exception {
    try (Sidecar one = start("one");
        Sidecar two = start("two")) {
      assertThat(one.send("POST", STORE, "[{\"key\":\"n\",\"value\":0}]").statusCode())
          .isEqualTo(204);
      int conflicts = countTogether(List.of(one, two));

      assertThat(two.send("GET", STORE + "/n", "").body()).isEqualTo("" + 2 * CALLERS * EACH);
      assertThat(conflicts).as("the case proves something only if they met").isPositive();
    }
  }

  private static int countTogether(List<Sidecar> sidecars)
      throws InterruptedException, ExecutionException {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        sidecars.forEach(sidecar -> tasks.add(() -> count(sidecar)));
      }
      int conflicts = 0;
      for (Future<Integer> task : callers.invokeAll(tasks)) {
        conflicts += task.get();
      }
      return conflicts;
    }
  }

  /** Adds one until it has succeeded often enough, and returns how often it came too late. */
  private static int count(Sidecar sidecar) {
    int conflicts = 0;
    for (int done = 0; done < EACH; ) {
      HttpResponse<String> read = sidecar.send("GET", STORE + "/n", "");
      assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
      String etag = read.headers().firstValue("ETag").orElseThrow();
      int next = Integer.parseInt(read.body()) + 1;
      String body = "[{\"key\":\"n\",\"value\":%d,\"etag\":\"%s\"}]".formatted(next, etag);
      HttpResponse<String> saved = sidecar.send("POST", STORE, body);
      assertThat(saved.statusCode()).as(saved.body()).isIn(204, 409);
      if (saved.statusCode() == 204) {
        done++;
      } else {
        conflicts++;
      }
    }
    return conflicts;
  }
}
