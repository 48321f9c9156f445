package dev.mecha.pluggable.server;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.state.BulkStateException;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.InvalidTimeToLiveException;
import dev.mecha.spi.state.TimeToLive;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Answers calls from threads that may block, and says what failed as the peer understands it. */
final class Answers {

  /** Works out an answer. */
  @FunctionalInterface
  interface Work<R> {
    /**
     * @return the answer
     * @throws InterruptedException if the caller has given up
     */
    R answer() throws InterruptedException;
  }

  private Answers() {}

  /**
   * Answers a call; stops working when the caller gives up.
   *
   * @param caller who waits
   * @param work works it out
   */
  static <R> void give(StreamObserver<R> caller, Work<R> work) {
    Thread worker = Thread.ofVirtual().name("component-call").unstarted(() -> work(caller, work));
    if (caller instanceof ServerCallStreamObserver<R> call) {
      call.setOnCancelHandler(worker::interrupt);
    }
    worker.start();
  }

  private static <R> void work(StreamObserver<R> caller, Work<R> work) {
    try {
      R answer = work.answer();
      caller.onNext(answer);
      caller.onCompleted();
    } catch (InterruptedException e) {
      caller.onError(io.grpc.Status.CANCELLED.withCause(e).asRuntimeException());
    } catch (RuntimeException e) {
      caller.onError(status(e));
    }
  }

  /**
   * @param e why there is no answer
   * @return the status that says so
   */
  static StatusRuntimeException status(Exception e) {
    Exception cause = e instanceof BulkStateException bulk ? first(bulk) : e;
    return switch (cause) {
      case ETagException etag ->
          about(
              "etag",
              etag.kind() == ETagException.Kind.MISMATCH
                  ? Code.FAILED_PRECONDITION
                  : Code.INVALID_ARGUMENT,
              String.valueOf(etag.getMessage()));
      case InvalidTimeToLiveException ttl ->
          about(TimeToLive.IN_SECONDS, Code.INVALID_ARGUMENT, String.valueOf(ttl.getMessage()));
      case InvalidMetadataException wrong ->
          io.grpc.Status.INVALID_ARGUMENT.withDescription(wrong.getMessage()).asRuntimeException();
      case UnsupportedOperationException no ->
          io.grpc.Status.UNIMPLEMENTED.withDescription(no.getMessage()).asRuntimeException();
      default -> io.grpc.Status.INTERNAL.withDescription(e.getMessage()).asRuntimeException();
    };
  }

  private static Exception first(BulkStateException bulk) {
    return bulk.failures().values().stream()
        .filter(ETagException.class::isInstance)
        .findFirst()
        .orElse(bulk);
  }

  private static StatusRuntimeException about(String field, Code code, String text) {
    var violation = BadRequest.FieldViolation.newBuilder().setField(field).setDescription(text);
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(text)
            .addDetails(Any.pack(BadRequest.newBuilder().addFieldViolations(violation).build()))
            .build());
  }
}
