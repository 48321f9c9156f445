package dev.mecha.acceptance.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Engine;
import dev.mecha.acceptance.process.PostgresServer;
import dev.mecha.acceptance.process.RedisServer;
import dev.mecha.acceptance.process.Sidecar;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real engine goes away, and comes back to a sidecar that was never restarted. */
class EngineOutageTest {

  private static final String STORE = "/v1.0/state/statestore";
  private static final Duration BOUND = Duration.ofSeconds(20);

  @TempDir Path folder;

  static Named<?>[] engines() {
    return new Named<?>[] {
      engine("Redis", RedisServer::in), engine("PostgreSQL", PostgresServer::in)
    };
  }

  private static Named<Function<Path, Engine>> engine(String name, Function<Path, Engine> start) {
    return Named.of(name, start);
  }

  private Sidecar start(Engine engine) {
    return Sidecar.in(folder.resolve("sidecar")).resource(engine.component()).start();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void killedWhileWriting(Function<Path, Engine> engines) {
    try (Engine engine = engines.apply(folder.resolve("engine"));
        Sidecar sidecar = start(engine);
        var writers = new Writers(sidecar, "key")) {
      for (int round = 0; round < 2; round++) {
        writers.awaitMore(300);
        engine.kill();
        assertFailsClearly(sidecar);
        engine.restart();
      }
      writers.awaitMore(300).stop();

      assertThat(writers.refusals())
          .isNotEmpty()
          .allSatisfy(
              it -> assertThat(it).startsWith("500 ").contains("\"errorCode\":\"ERR_STATE_SAVE\""));
      Writers.assertThere(sidecar, writers.acknowledged());
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void frozen(Function<Path, Engine> engines) {
    try (Engine engine = engines.apply(folder.resolve("engine"));
        Sidecar sidecar = start(engine)) {
      assertThat(save(sidecar).statusCode()).isEqualTo(204);
      engine.freeze();
      assertFailsClearly(sidecar);
      engine.thaw();
      Awaitility.await().atMost(BOUND).until(() -> save(sidecar).statusCode() == 204);
    }
  }

  private static void assertFailsClearly(Sidecar sidecar) {
    Instant begin = Instant.now();
    HttpResponse<String> read = sidecar.send("GET", STORE + "/key", "");
    assertThat(Duration.between(begin, Instant.now())).isLessThan(BOUND);
    assertThat(read.statusCode()).as(read.body()).isEqualTo(500);
    assertThat(read.body()).contains("\"errorCode\":\"ERR_STATE_GET\"").doesNotContain("\tat ");
    assertThat(sidecar.send("GET", "/v1.0/healthz", "").statusCode()).isEqualTo(204);
  }

  private static HttpResponse<String> save(Sidecar sidecar) {
    return sidecar.send("POST", STORE, "[{\"key\":\"key\",\"value\":1}]");
  }
}
