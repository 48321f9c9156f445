package dev.mecha.kernel.security;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import io.grpc.Status;
import java.util.Map;

/**
 * A refusal on gRPC as the peer words it: it thinks in HTTP statuses, so that the message is the
 * status's name and what happened is in the metadata of the detail.
 */
final class GrpcRefusal {

  private GrpcRefusal() {}

  static ApiError of(int httpStatus, String statusName, Status.Code code, String why) {
    return ApiError.simple(httpStatus, code, "", ErrorCategory.COMMON, statusName)
        .withReason(
            statusName,
            Map.of("http.code", Integer.toString(httpStatus), "http.error_message", why));
  }
}
