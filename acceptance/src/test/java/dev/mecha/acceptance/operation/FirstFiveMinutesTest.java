package dev.mecha.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.RedisServer;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example that every user starts with: save a name, read it back, stop, start, read it again.
 */
class FirstFiveMinutesTest {

  private static final String BODY = "[{ \"key\": \"name\", \"value\": \"Bruce Wayne\"}]";

  @TempDir Path folder;

  @Test
  void onSqlite() {
    savedValuesOutliveTheSidecar(Resources.sqlite(folder.resolve("data.db")));
  }

  /** Without a word about where: this is Mecha's own default. */
  @Test
  void onSqliteWithoutAnySetting() {
    savedValuesOutliveTheSidecar(Resources.stateStore("state.sqlite"));
  }

  @Test
  void onRedis() {
    try (var server = RedisServer.in(folder.resolve("redis"))) {
      savedValuesOutliveTheSidecar(server.component());
    }
  }

  private void savedValuesOutliveTheSidecar(String store) {
    try (Sidecar sidecar = Sidecar.in(folder).resource(store).start()) {
      HttpResponse<String> saved =
          sidecar.send("POST", "/v1.0/state/statestore", BODY, "Content-Type", "application/json");
      assertThat(saved.statusCode()).isEqualTo(204);
      assertThat(saved.body()).isEmpty();
      assertRead(sidecar);
      assertThat(sidecar.stop()).as("exit status after SIGTERM").isZero();
    }
    try (Sidecar sidecar = Sidecar.in(folder).resource(store).start()) {
      assertRead(sidecar);
      sidecar.kill();
    }
    try (Sidecar sidecar = Sidecar.in(folder).resource(store).start()) {
      assertRead(sidecar);
      assertThat(sidecar.send("DELETE", "/v1.0/state/statestore/name", "").statusCode())
          .isEqualTo(204);
      assertThat(sidecar.send("GET", "/v1.0/state/statestore/name", "").statusCode())
          .isEqualTo(204);
    }
  }

  private static void assertRead(Sidecar sidecar) {
    HttpResponse<String> read = sidecar.send("GET", "/v1.0/state/statestore/name", "");
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).isEqualTo("\"Bruce Wayne\"");
    assertThat(read.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(read.headers().firstValue("ETag")).isPresent();
  }
}
