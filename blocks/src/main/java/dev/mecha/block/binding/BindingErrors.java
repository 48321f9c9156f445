package dev.mecha.block.binding;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.spi.ComponentException;
import io.grpc.Status.Code;
import java.util.Map;

/** The errors of the bindings API, with the peer's codes and texts. */
final class BindingErrors {

  private static final String INVOKE = "ERR_INVOKE_OUTPUT_BINDING";

  private BindingErrors() {}

  static ApiError invokeOverHttp(String name, ComponentException e) {
    return ApiError.simple(500, Code.INTERNAL, INVOKE, ErrorCategory.BINDING, message(name, e));
  }

  /** Over gRPC the code is a detail: there is no other place for it. */
  static ApiError invokeOverGrpc(String name, ComponentException e) {
    return invokeOverHttp(name, e).withReason(INVOKE, Map.of());
  }

  private static String message(String name, ComponentException e) {
    return "error invoking output binding " + name + ": " + e.getMessage();
  }

  static ApiError baggage(String problem) {
    return ApiError.malformed("invalid baggage header: " + problem);
  }
}
