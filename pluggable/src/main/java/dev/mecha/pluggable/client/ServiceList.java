package dev.mecha.pluggable.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Asks a process which services it has, through gRPC's reflection. */
final class ServiceList {

  private static final long SECONDS = 5;

  private ServiceList() {}

  /**
   * @param channel the way to the process
   * @return the full names of its services
   * @throws StatusException if it does not answer, or has no reflection
   * @throws InterruptedException if the calling thread is interrupted
   */
  static Set<String> of(Channel channel) throws StatusException, InterruptedException {
    try {
      return first(channel);
    } catch (StatusException e) {
      if (e.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
        throw e;
      }
      return later(channel);
    }
  }

  private static CallOptions options() {
    return CallOptions.DEFAULT.withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
  }

  /** The version of reflection that the peer asks for: every component has it. */
  private static Set<String> first(Channel channel) throws StatusException, InterruptedException {
    var call =
        ClientCalls.blockingBidiStreamingCall(
            channel,
            io.grpc.reflection.v1alpha.ServerReflectionGrpc.getServerReflectionInfoMethod(),
            options());
    var answer =
        ask(
            call,
            io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                .setListServices("*")
                .build());
    return answer.getListServicesResponse().getServiceList().stream()
        .map(io.grpc.reflection.v1alpha.ServiceResponse::getName)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> later(Channel channel) throws StatusException, InterruptedException {
    var call =
        ClientCalls.blockingBidiStreamingCall(
            channel,
            io.grpc.reflection.v1.ServerReflectionGrpc.getServerReflectionInfoMethod(),
            options());
    var answer =
        ask(
            call,
            io.grpc.reflection.v1.ServerReflectionRequest.newBuilder()
                .setListServices("*")
                .build());
    return answer.getListServicesResponse().getServiceList().stream()
        .map(io.grpc.reflection.v1.ServiceResponse::getName)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static <Q, R> R ask(BlockingClientCall<Q, R> call, Q request)
      throws StatusException, InterruptedException {
    try {
      call.write(request);
      R answer = call.read();
      if (answer == null) {
        throw new StatusException(
            Status.UNAVAILABLE.withDescription("reflection ended without an answer"));
      }
      return answer;
    } finally {
      call.cancel("asked", null);
    }
  }
}
