package dev.mecha.block.invoke;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.Replay;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.pipeline.GrpcExchange;
import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.protocol.runtime.v1.InvokeServiceRequest;
import io.grpc.Status.Code;

/** Service invocation over gRPC, in its old form: one message there, one back. */
final class InvokeGrpc {

  private final InvokeService service;

  InvokeGrpc(InvokeService service) {
    this.service = service;
  }

  dev.mecha.protocol.common.v1.InvokeResponse invoke(InvokeServiceRequest in, GrpcExchange exchange)
      throws InterruptedException {
    String name = in.getId();
    try {
      Target target = service.target(name);
      String method = service.method(in.getMessage().getMethod());
      exchange.span().call(name, method);
      Guard guard = service.guard(name, target, method);
      Headers headers =
          TraceHeaders.put(GrpcForm.headers(exchange.requestMetadata()), exchange.trace());
      InvokeRequest request = GrpcForm.request(in.getMessage(), method, headers);
      byte[] data = in.getMessage().getData().getValue().toByteArray();
      return guard.run(() -> attempt(target, request, data, exchange));
    } catch (CallFailedException e) {
      throw failed(Code.INTERNAL, "failed to invoke, id: " + name + ", err: " + e.getMessage());
    } catch (GuardTimeoutException e) {
      throw failed(Code.DEADLINE_EXCEEDED, String.valueOf(e.getMessage()));
    } catch (CircuitOpenException e) {
      throw failed(Code.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  private dev.mecha.protocol.common.v1.InvokeResponse attempt(
      Target target, InvokeRequest request, byte[] data, GrpcExchange exchange)
      throws InterruptedException {
    try (var body = new Replay(Body.of(data), Long.MAX_VALUE);
        InvokeResponse answer = service.invoke(target, request, body, false)) {
      byte[] bytes = answer.body().readAll();
      GrpcForm.answer(answer, exchange.responseMetadata());
      ApiError error = GrpcForm.error(answer, bytes);
      if (error != null) {
        throw new ApiException(error);
      }
      return GrpcForm.message(answer, bytes);
    }
  }

  private static ApiException failed(Code code, String message) {
    return new ApiException(
        ApiError.simple(500, code, "ERR_DIRECT_INVOKE", ErrorCategory.SERVICE_INVOCATION, message));
  }
}
