package dev.mecha.block.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.block.FakeGrpcExchange;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.TryLockRequest;
import dev.mecha.protocol.runtime.v1.UnlockRequest;
import dev.mecha.protocol.runtime.v1.UnlockResponse.Status;
import dev.mecha.spi.lock.LockStore;
import io.grpc.Status.Code;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LockGrpcTest {

  private final Registry<LockStore> stores = new Registry<>(Duration.ofSeconds(1));
  private final LockBlock block = new LockBlock(stores);

  private boolean lock(String store, String owner, int seconds) throws Exception {
    return FakeGrpcExchange.call(
            block.grpcMethods(),
            DaprGrpc.getTryLockAlpha1Method(),
            TryLockRequest.newBuilder()
                .setStoreName(store)
                .setResourceId("a")
                .setLockOwner(owner)
                .setExpiryInSeconds(seconds)
                .build())
        .getSuccess();
  }

  private Status unlock(String owner) throws Exception {
    return FakeGrpcExchange.call(
            block.grpcMethods(),
            DaprGrpc.getUnlockAlpha1Method(),
            UnlockRequest.newBuilder()
                .setStoreName("lockstore")
                .setResourceId("a")
                .setLockOwner(owner)
                .build())
        .getStatus();
  }

  @Test
  void aLockIsTakenOnceAndGivenBackByItsOwner() throws Exception {
    stores.put("lockstore", new FakeLocks(true));
    assertThat(lock("lockstore", "one", 60)).isTrue();
    assertThat(lock("lockstore", "two", 60)).isFalse();
    assertThat(unlock("two")).isEqualTo(Status.LOCK_BELONGS_TO_OTHERS);
    assertThat(unlock("one")).isEqualTo(Status.SUCCESS);
    assertThat(unlock("one")).isEqualTo(Status.LOCK_DOES_NOT_EXIST);
  }

  @Test
  void errorsHaveTheirCode() throws Exception {
    assertFails("lockstore", "one", 60, Code.FAILED_PRECONDITION);
    stores.put("lockstore", new FakeLocks(true));
    assertFails("other", "one", 60, Code.INVALID_ARGUMENT);
    assertFails("lockstore", "", 60, Code.INVALID_ARGUMENT);
    assertFails("lockstore", "one", 0, Code.INVALID_ARGUMENT);
  }

  private void assertFails(String store, String owner, int seconds, Code code) {
    assertThatThrownBy(() -> lock(store, owner, seconds))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.error().grpcCode()).isEqualTo(code));
  }
}
