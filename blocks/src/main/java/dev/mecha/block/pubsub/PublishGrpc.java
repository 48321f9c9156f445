package dev.mecha.block.pubsub;

import com.google.protobuf.Empty;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcExchange;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.kernel.trace.Traceparent;
import dev.mecha.protocol.runtime.v1.BulkPublishRequest;
import dev.mecha.protocol.runtime.v1.BulkPublishRequestEntry;
import dev.mecha.protocol.runtime.v1.BulkPublishResponse;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.PublishEventRequest;
import dev.mecha.spi.pubsub.FailedEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Publishing over gRPC. */
final class PublishGrpc {

  private final PublishService service;

  PublishGrpc(PublishService service) {
    this.service = service;
  }

  List<GrpcMethod<?, ?>> methods() {
    return List.of(
        new GrpcMethod<>(
            DaprGrpc.getPublishEventMethod(),
            Endpoint.of("PublishEvent", PublishHttp.V1),
            this::publish),
        new GrpcMethod<>(
            DaprGrpc.getBulkPublishEventMethod(),
            Endpoint.of("BulkPublishEvent", PublishHttp.V1),
            this::bulkPublish),
        new GrpcMethod<>(
            DaprGrpc.getBulkPublishEventAlpha1Method(),
            Endpoint.of("BulkPublishEvent", PublishHttp.V1_ALPHA1),
            this::bulkPublish));
  }

  private Empty publish(PublishEventRequest in, GrpcExchange exchange) throws InterruptedException {
    exchange.span().topic(in.getTopic());
    var target = new PublishService.Target(in.getPubsubName(), in.getTopic(), in.getMetadataMap());
    if (service.requireTarget(target)) {
      target =
          new PublishService.Target(
              in.getPubsubName(), in.getTopic(), traced(in.getMetadataMap(), exchange.trace()));
    }
    service.publish(target, in.getData().toByteArray(), in.getDataContentType(), exchange.trace());
    return Empty.getDefaultInstance();
  }

  /** Bytes that travel as they are have their trace beside them. */
  private static Map<String, String> traced(Map<String, String> metadata, TraceContext trace) {
    var all = new HashMap<>(metadata);
    boolean none = trace.traceparent().equals(Traceparent.NO_TRACE);
    all.put("traceid", none ? "" : trace.traceparent());
    all.put("tracestate", none ? "" : trace.tracestate());
    return all;
  }

  private BulkPublishResponse bulkPublish(BulkPublishRequest in, GrpcExchange exchange)
      throws InterruptedException {
    exchange.span().topic(in.getTopic());
    var target = new PublishService.Target(in.getPubsubName(), in.getTopic(), in.getMetadataMap());
    service.requireTarget(target);
    var entries = new ArrayList<PublishService.Entry>(in.getEntriesCount());
    for (BulkPublishRequestEntry entry : in.getEntriesList()) {
      entries.add(
          new PublishService.Entry(
              entry.getEntryId(),
              entry.getEvent().toByteArray(),
              entry.getContentType(),
              entry.getMetadataCount() == 0
                  ? Map.of()
                  : PublishService.merged(in.getMetadataMap(), entry.getMetadataMap())));
    }
    List<FailedEntry> failed = service.publish(target, entries, exchange.trace());
    if (!failed.isEmpty()) {
      throw PubSubErrors.publish(target.pubsub(), target.topic(), failed.getFirst().error())
          .asException();
    }
    return BulkPublishResponse.getDefaultInstance();
  }
}
