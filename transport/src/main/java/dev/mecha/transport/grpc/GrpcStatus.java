package dev.mecha.transport.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Help;
import com.google.rpc.ResourceInfo;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorDetail;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/**
 * An error as the end of a gRPC call.
 *
 * @param status the code and the message
 * @param trailers the details in {@code grpc-status-details-bin}; empty if there are none
 */
record GrpcStatus(Status status, Metadata trailers) {

  static GrpcStatus of(ApiError error) {
    if (error.details().isEmpty()) {
      return new GrpcStatus(
          error.grpcCode().toStatus().withDescription(error.message()), new Metadata());
    }
    StatusRuntimeException rich = StatusProto.toStatusRuntimeException(toProto(error));
    Metadata trailers = rich.getTrailers();
    return new GrpcStatus(rich.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  private static com.google.rpc.Status toProto(ApiError error) {
    var proto =
        com.google.rpc.Status.newBuilder()
            .setCode(error.grpcCode().value())
            .setMessage(error.message());
    error.details().forEach(detail -> proto.addDetails(Any.pack(toProto(detail))));
    return proto.build();
  }

  private static Message toProto(ErrorDetail detail) {
    return switch (detail) {
      case ErrorDetail.ErrorInfo(var domain, var reason, var metadata) ->
          ErrorInfo.newBuilder()
              .setReason(reason)
              .setDomain(domain)
              .putAllMetadata(metadata)
              .build();
      case ErrorDetail.ResourceInfo(var type, var name, var owner, var description) ->
          ResourceInfo.newBuilder()
              .setResourceType(type)
              .setResourceName(name)
              .setOwner(owner)
              .setDescription(description)
              .build();
      case ErrorDetail.BadRequest(var field, var description) ->
          BadRequest.newBuilder()
              .addFieldViolations(
                  BadRequest.FieldViolation.newBuilder()
                      .setField(field)
                      .setDescription(description))
              .build();
      case ErrorDetail.Help(var url, var description) ->
          Help.newBuilder()
              .addLinks(Help.Link.newBuilder().setUrl(url).setDescription(description))
              .build();
    };
  }
}
