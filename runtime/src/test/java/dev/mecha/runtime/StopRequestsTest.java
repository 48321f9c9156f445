package dev.mecha.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class StopRequestsTest {

  private final StopRequests requests = new StopRequests();

  @Test
  void reloadsThatNobodyHasTakenAreOne() throws Exception {
    requests.reload();
    requests.reload();
    assertThat(requests.await()).isEqualTo(StopReason.RELOAD);
    requests.stop();
    assertThat(requests.await()).isEqualTo(StopReason.SHUTDOWN);
  }

  @Test
  void aStopStandsForGoodAndComesFirst() throws Exception {
    requests.reload();
    requests.fail(new IllegalStateException("broken"));
    requests.stop();
    assertThat(requests.await()).isEqualTo(StopReason.SHUTDOWN);
    assertThat(requests.await()).isEqualTo(StopReason.SHUTDOWN);
  }

  @Test
  void theFirstFailureCounts() {
    requests.reload();
    requests.fail(new IllegalStateException("first"));
    requests.fail(new IllegalStateException("second"));
    assertThatThrownBy(requests::await).isInstanceOf(SidecarException.class).hasMessage("first");
  }

  @Test
  void whoWaitsIsWoken() throws Exception {
    var reason = new CompletableFuture<StopReason>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                reason.complete(requests.await());
              } catch (SidecarException | InterruptedException e) {
                reason.completeExceptionally(e);
              }
            });
    requests.reload();
    assertThat(reason.get()).isEqualTo(StopReason.RELOAD);
  }
}
