package dev.mecha.kernel.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.nameresolution.ResolveRequest;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class StartingResolverTest {

  private static final ResolveRequest ORDERS = new ResolveRequest("orders", "", 50002);

  private final StartingResolver starting = new StartingResolver();
  private final FakeResolver made = new FakeResolver("a:1");

  @Test
  void callersWaitForTheResolver() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<String>> answer = executor.submit(() -> starting.resolve(ORDERS));
      starting.started(made);
      assertThat(answer.get()).containsExactly("a:1");
    }
  }

  @Test
  void failedStartIsToldInThePeersWords() {
    starting.failed();
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> starting.resolve(ORDERS))
        .withMessage("name resolver not initialized");
  }

  @Test
  void closesWhatWasStarted() {
    starting.started(made);
    starting.close();
    starting.close();
    assertThat(made.closed).isTrue();
  }

  @Test
  void closesWhatComesTooLate() {
    starting.close();
    starting.started(made);
    assertThat(made.closed).isTrue();
    assertThatExceptionOfType(ComponentException.class).isThrownBy(() -> starting.resolve(ORDERS));
  }

  @Test
  void offloadedResolverPassesCallsAndFailuresOn() throws InterruptedException {
    try (var offload = new Offload()) {
      var offloaded = OffloadedResolver.around(made, offload);
      assertThat(offloaded).isNotSameAs(made);
      assertThat(offloaded.resolve(ORDERS)).containsExactly("a:1");
      made.broken = true;
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> offloaded.resolve(ORDERS))
          .withMessage("the registry is down");
      offloaded.close();
      assertThat(made.closed).isTrue();
    }
  }
}
