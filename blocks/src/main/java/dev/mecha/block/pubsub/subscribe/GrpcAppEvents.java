package dev.mecha.block.pubsub.subscribe;

import dev.mecha.kernel.channel.AppCallbacks;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.observe.PubSubMetrics;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.protocol.runtime.v1.AppCallbackAlphaGrpc;
import dev.mecha.protocol.runtime.v1.AppCallbackGrpc;
import dev.mecha.protocol.runtime.v1.TopicEventBulkRequest;
import dev.mecha.protocol.runtime.v1.TopicEventBulkResponse;
import dev.mecha.protocol.runtime.v1.TopicEventRequest;
import dev.mecha.protocol.runtime.v1.TopicEventResponse;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events for an application that speaks gRPC: {@code OnTopicEvent}. */
final class GrpcAppEvents implements AppEvents {

  private static final Logger LOG =
      LoggerFactory.getLogger("dapr.runtime.processor.pubsub.subscription.grpc");

  private final AppCallbacks app;
  private final PubSubMetrics metrics;
  private final Tracer tracer;

  GrpcAppEvents(AppCallbacks app, PubSubMetrics metrics, Tracer tracer) {
    this.app = app;
    this.metrics = metrics;
    this.tracer = tracer;
  }

  @Override
  public Verdict deliver(AppEvent event) throws RetryException, InterruptedException {
    TopicEventRequest request = EventProto.of(event);
    DeliverySpan span = DeliverySpan.begin(tracer, event.topic(), event.event());
    Headers headers = MessageHeaders.of(event.metadata(), event.pubsub());
    span.addTo(headers);
    long begin = System.nanoTime();
    TopicEventResponse answer;
    try {
      answer = app.call(AppCallbackGrpc.getOnTopicEventMethod(), request, headers);
    } catch (StatusException e) {
      span.fail(String.valueOf(e.getMessage()));
      return failed(event, e, System.nanoTime() - begin);
    }
    span.end();
    return Answers.judge(event, answer, metrics, System.nanoTime() - begin);
  }

  private Verdict failed(AppEvent event, StatusException e, long elapsed) throws RetryException {
    String id = event.event().textOrEmpty("id");
    if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
      LOG.warn(
          "non-retriable error returned from app while processing pub/sub event {}: {}",
          id,
          e.getMessage());
      metrics.ingress(event.pubsub(), event.topic(), "drop", "", elapsed);
      return Verdict.UNKNOWN;
    }
    metrics.ingress(event.pubsub(), event.topic(), "retry", "", elapsed);
    throw new RetryException.Coded(
        e.getStatus().getCode().value(),
        "error returned from app while processing pub/sub event " + id + ": " + e.getMessage());
  }

  @Override
  public List<BulkAnswer> deliver(BulkEvents bulk) throws RetryException, InterruptedException {
    TopicEventBulkRequest request = EventProto.of(bulk);
    var spans = new ArrayList<DeliverySpan>();
    Headers headers = MessageHeaders.of(bulk.metadata(), bulk.pubsub());
    for (BulkEvents.Entry entry : bulk.entries()) {
      if (entry.event() != null) {
        DeliverySpan span = DeliverySpan.begin(tracer, bulk.topic(), entry.event());
        span.addTo(headers);
        spans.add(span);
      }
    }
    long begin = System.nanoTime();
    try {
      TopicEventBulkResponse answer = call(request, headers);
      spans.forEach(DeliverySpan::end);
      return answers(answer);
    } catch (StatusException e) {
      spans.forEach(span -> span.fail(String.valueOf(e.getMessage())));
      return failed(bulk, e);
    } finally {
      metrics.bulkIngress(bulk.pubsub(), bulk.topic(), System.nanoTime() - begin);
    }
  }

  /** An application of an older SDK knows the method by its older name. */
  private TopicEventBulkResponse call(TopicEventBulkRequest request, Headers headers)
      throws StatusException, InterruptedException {
    try {
      return app.call(AppCallbackGrpc.getOnBulkTopicEventMethod(), request, headers);
    } catch (StatusException e) {
      if (e.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
        throw e;
      }
      LOG.debug("falling back to OnBulkTopicEventAlpha1: {}", e.getMessage());
      return app.call(AppCallbackAlphaGrpc.getOnBulkTopicEventAlpha1Method(), request, headers);
    }
  }

  private static List<BulkAnswer> failed(BulkEvents bulk, StatusException e) throws RetryException {
    if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
      LOG.warn(
          "non-retriable error returned from app while processing bulk pub/sub event: {}",
          e.getMessage());
      return bulk.entries().stream()
          .map(entry -> new BulkAnswer(entry.entry().entryId(), BulkAnswer.Status.DROP))
          .toList();
    }
    throw new RetryException.Coded(
        e.getStatus().getCode().value(),
        "error returned from app while processing bulk pub/sub event: " + e.getMessage());
  }

  private static List<BulkAnswer> answers(TopicEventBulkResponse answer) {
    return answer.getStatusesList().stream()
        .map(
            entry ->
                new BulkAnswer(
                    entry.getEntryId(),
                    switch (entry.getStatus()) {
                      case SUCCESS -> BulkAnswer.Status.SUCCESS;
                      case DROP -> BulkAnswer.Status.DROP;
                      case RETRY, UNRECOGNIZED -> BulkAnswer.Status.RETRY;
                    }))
        .toList();
  }
}
