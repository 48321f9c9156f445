package dev.mecha.kernel.observe;

import org.jspecify.annotations.Nullable;

/**
 * What is measured at the doors.
 *
 * @param http of the HTTP door
 * @param grpc of the gRPC door
 * @param passedOn of calls that other sidecars send and the application answers
 * @param errors of both, or null if error codes are not recorded
 */
public record ServerMetrics(
    HttpServerMetrics http,
    GrpcServerMetrics grpc,
    GrpcClientMetrics passedOn,
    @Nullable ErrorCodeMetrics errors) {}
