package dev.mecha.block.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.block.FakeHttpExchange;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.lock.LockStore;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LockHttpTest {

  private static final String WISH =
      "{\"resourceId\":\"a\",\"lockOwner\":\"one\",\"expiryInSeconds\":60}";

  private final FakeLocks store = new FakeLocks(true);
  private final Registry<LockStore> stores = new Registry<>(Duration.ofSeconds(1));

  @BeforeEach
  void register() throws InterruptedException {
    stores.put("lockstore", store);
  }

  private FakeHttpExchange call(String endpoint, String storeName, String body)
      throws InterruptedException {
    HttpRoute route =
        new LockBlock(stores)
            .httpRoutes().stream()
                .filter(r -> r.endpoint().name().equals(endpoint))
                .findFirst()
                .orElseThrow();
    var exchange = new FakeHttpExchange(route);
    exchange.path.put("storeName", storeName);
    exchange.body = body.getBytes(StandardCharsets.UTF_8);
    return exchange.run();
  }

  private FakeHttpExchange lock(String body) throws InterruptedException {
    return call("TryLock", "lockstore", body);
  }

  private FakeHttpExchange unlock(String owner) throws InterruptedException {
    return call("Unlock", "lockstore", "{\"resourceId\":\"a\",\"lockOwner\":\"" + owner + "\"}");
  }

  @Test
  void aLockIsTakenOnceAndGivenBackByItsOwner() throws InterruptedException {
    FakeHttpExchange first = lock(WISH);
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.text()).isEqualTo("{\"success\":true}");
    assertThat(first.answerHeaders).containsEntry("Content-Type", "application/json");
    assertThat(lock(WISH).text()).isEqualTo("{\"success\":false}");
    assertThat(unlock("two").text()).isEqualTo("{\"status\":2}");
    assertThat(unlock("one").text()).isEqualTo("{\"status\":0}");
    assertThat(unlock("one").text()).isEqualTo("{\"status\":1}");
    assertThat(store.calls.getFirst()).isEqualTo("lock a one PT1M");
  }

  @Test
  void bodiesFollowTheRulesOfProtocolBuffers() throws InterruptedException {
    for (String body :
        List.of(
            "{\"resource_id\":\"a\",\"lock_owner\":\"one\",\"expiry_in_seconds\":\"60\"}",
            "{\"resourceId\":\"a\",\"lockOwner\":\"one\",\"expiryInSeconds\":6e1,\"x\":[1]}")) {
      store.owners.clear();
      assertThat(lock(body).text()).isEqualTo("{\"success\":true}");
    }
    assertThat(store.calls).hasSize(2).containsOnly("lock a one PT1M");
  }

  @Test
  void whatIsMissingIsSaid() throws InterruptedException {
    assertRefused("", "ExpiryInSeconds is not positive in lock store lockstore");
    assertRefused(
        "{\"expiryInSeconds\":-1}", "ExpiryInSeconds is not positive in lock store lockstore");
    assertRefused("{\"expiryInSeconds\":1}", "ResourceId is empty in lock store lockstore");
    assertRefused(
        "{\"expiryInSeconds\":1,\"resourceId\":\"a\",\"lockOwner\":null}",
        "LockOwner is empty in lock store lockstore");
    assertRefused(
        "{\"expiryInSeconds\":1.5}",
        "expiryInSeconds: 1.5 at line 1 (expected: an integer of 32 bits)");
    assertRefused(
        "{\"expiryInSeconds\":3000000000}",
        "expiryInSeconds: 3000000000 at line 1 (expected: an integer of 32 bits)");
    assertThat(store.calls).isEmpty();
  }

  private void assertRefused(String body, String message) throws InterruptedException {
    assertThat(lock(body).error()).isEqualTo(ApiError.malformed(message));
  }

  @Test
  void storesThatAreNotThereAreToldApart() throws InterruptedException {
    assertThat(call("TryLock", "other", WISH).error())
        .isEqualTo(
            error(
                400,
                Code.INVALID_ARGUMENT,
                "ERR_LOCK_STORE_NOT_FOUND",
                "lock store other not found"));
    stores.remove("lockstore");
    for (String endpoint : List.of("TryLock", "Unlock")) {
      assertThat(call(endpoint, "lockstore", WISH).error())
          .isEqualTo(
              error(
                  500,
                  Code.FAILED_PRECONDITION,
                  "ERR_LOCK_STORE_NOT_CONFIGURED",
                  "lock store is not configured"));
    }
  }

  @Test
  void whatTheStoreSaysIsInTheAnswer() throws InterruptedException {
    store.failure = new ComponentException("down");
    assertThat(lock(WISH).error())
        .isEqualTo(error(500, Code.INTERNAL, "ERR_TRY_LOCK", "failed to try acquiring lock: down"));
    assertThat(unlock("one").error())
        .isEqualTo(error(500, Code.INTERNAL, "ERR_UNLOCK", "failed to release lock: down"));
  }

  private static ApiError error(int status, Code grpc, String code, String message) {
    return ApiError.simple(status, grpc, code, ErrorCategory.LOCK, message);
  }
}
