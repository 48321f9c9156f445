package dev.mecha.acceptance.resiliency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Load;
import dev.mecha.acceptance.process.RedisServer;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine goes away and comes back, and a policy lets nobody notice. */
class GuardedStateTest {

  @TempDir Path folder;

  @Test
  void noCallFailsWhileTheEngineIsStartedAnew() {
    try (RedisServer redis = RedisServer.in(folder.resolve("redis"));
        Sidecar sidecar =
            Sidecar.in(folder.resolve("sidecar"))
                .resource(redis.component())
                .resource(
                    Resources.resiliency(
                        "patience",
                        """
                          policies:
                            retries:
                              often: {policy: constant, duration: 100ms, maxRetries: 300}
                          targets:
                            components:
                              statestore: {outbound: {retry: often}}
                        """))
                .start();
        var writes =
            Load.http(
                4, sidecar, "POST", "/v1.0/state/statestore", "[{\"key\":\"k\",\"value\":1}]");
        var reads = Load.http(4, sidecar, "GET", "/v1.0/state/statestore/k", "")) {
      writes.awaitMore(100);
      redis.kill();
      redis.restart();
      writes.awaitMore(100).assertNoneFailed(sidecar.log());
      reads.awaitMore(100).assertNoneFailed(sidecar.log());
      assertThat(sidecar.metrics())
          .containsPattern(
              "dapr_resiliency_activations_total\\{.*policy=\"retry\".*"
                  + "target=\"Statestore_statestore\".*} [1-9]");
    }
  }
}
