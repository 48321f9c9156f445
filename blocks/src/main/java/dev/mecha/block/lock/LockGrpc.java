package dev.mecha.block.lock;

import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcExchange;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.TryLockRequest;
import dev.mecha.protocol.runtime.v1.TryLockResponse;
import dev.mecha.protocol.runtime.v1.UnlockRequest;
import dev.mecha.protocol.runtime.v1.UnlockResponse;
import dev.mecha.spi.lock.UnlockStatus;
import java.util.List;

/** The lock API over gRPC. */
final class LockGrpc {

  private final LockService service;

  LockGrpc(LockService service) {
    this.service = service;
  }

  List<GrpcMethod<?, ?>> methods() {
    return List.of(
        new GrpcMethod<>(
            DaprGrpc.getTryLockAlpha1Method(),
            Endpoint.of("TryLockAlpha1", LockHttp.LOCK),
            this::tryLock),
        new GrpcMethod<>(
            DaprGrpc.getUnlockAlpha1Method(),
            Endpoint.of("UnlockAlpha1", LockHttp.UNLOCK),
            this::unlock));
  }

  private TryLockResponse tryLock(TryLockRequest in, GrpcExchange exchange)
      throws InterruptedException {
    var request =
        new LockRequest(
            in.getStoreName(), in.getResourceId(), in.getLockOwner(), in.getExpiryInSeconds());
    return TryLockResponse.newBuilder().setSuccess(service.tryLock(request)).build();
  }

  private UnlockResponse unlock(UnlockRequest in, GrpcExchange exchange)
      throws InterruptedException {
    var request = new LockRequest(in.getStoreName(), in.getResourceId(), in.getLockOwner(), 0);
    return UnlockResponse.newBuilder().setStatus(status(service.unlock(request))).build();
  }

  static UnlockResponse.Status status(UnlockStatus status) {
    return switch (status) {
      case SUCCESS -> UnlockResponse.Status.SUCCESS;
      case LOCK_DOES_NOT_EXIST -> UnlockResponse.Status.LOCK_DOES_NOT_EXIST;
      case LOCK_BELONGS_TO_OTHERS -> UnlockResponse.Status.LOCK_BELONGS_TO_OTHERS;
    };
  }
}
