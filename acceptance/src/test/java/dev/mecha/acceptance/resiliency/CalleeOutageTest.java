package dev.mecha.acceptance.resiliency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.EchoApp;
import dev.mecha.acceptance.process.Load;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.acceptance.process.SidecarSetup;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sidecars of the called application go away under load, and callers are not to notice. */
class CalleeOutageTest {

  private static final String LIST = "/v1.0/invoke/orders/method/list";
  private static final int CALLERS = 8;

  @TempDir Path folder;

  private EchoApp app;

  @BeforeEach
  void startApp() {
    app = EchoApp.start("orders");
  }

  @AfterEach
  void stopApp() {
    app.close();
  }

  private SidecarSetup callee(String instance) {
    return sidecar(instance, "orders").flags("--app-port=" + app.port());
  }

  private SidecarSetup sidecar(String name, String appId) {
    return Sidecar.in(folder.resolve(name))
        .appId(appId)
        .configuration(Resources.neighbours(folder.resolve("names.db")));
  }

  @Test
  void noCallFailsWhileTheCalleeIsStartedAnew() {
    Sidecar callee = callee("callee-0").start();
    try (Sidecar caller =
            sidecar("caller", "shop")
                .resource(
                    Resources.resiliency(
                        "patience",
                        """
                          policies:
                            retries:
                              often: {policy: constant, duration: 200ms, maxRetries: 150}
                          targets:
                            apps:
                              orders: {retry: often}
                        """))
                .start();
        var load = Load.http(CALLERS, caller, "POST", LIST, "{}")) {
      load.awaitMore(200);
      callee.kill();
      callee = callee("callee-1").start();
      load.awaitMore(200);
      assertThat(callee.stop()).isZero();
      callee = callee("callee-2").start();
      load.awaitMore(200).assertNoneFailed(caller.log());
      assertThat(caller.metrics())
          .contains("dapr_resiliency_loaded{app_id=\"shop\",name=\"patience\"")
          .containsPattern("dapr_resiliency_activations_total\\{.*target=\"app_orders\".*} [1-9]");
    } finally {
      callee.close();
    }
  }

  @Test
  void oneOfTwoInstancesIsKilled() {
    try (Sidecar survivor = callee("first").start();
        Sidecar victim = callee("second").start();
        Sidecar caller = sidecar("caller", "shop").start();
        var load = Load.http(CALLERS, caller, "POST", LIST, "{}")) {
      load.awaitMore(200);
      victim.kill();
      load.awaitMore(400).assertNoneFailed(caller.log());
      assertThat(survivor.process().isAlive()).isTrue();
    }
  }
}
