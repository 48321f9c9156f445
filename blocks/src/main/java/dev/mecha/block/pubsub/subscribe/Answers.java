package dev.mecha.block.pubsub.subscribe;

import dev.mecha.kernel.observe.PubSubMetrics;
import dev.mecha.protocol.runtime.v1.TopicEventResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the answers of applications that speak gRPC mean. */
final class Answers {

  private static final Logger LOG =
      LoggerFactory.getLogger("dapr.runtime.processor.pubsub.subscription.grpc");

  private Answers() {}

  static Verdict judge(
      AppEvent event, TopicEventResponse answer, PubSubMetrics metrics, long elapsed)
      throws RetryException {
    String id = event.event().textOrEmpty("id");
    return switch (answer.getStatus()) {
      case SUCCESS -> {
        metrics.ingress(event.pubsub(), event.topic(), "success", "", elapsed);
        yield Verdict.SUCCESS;
      }
      case DROP -> {
        metrics.ingress(event.pubsub(), event.topic(), "drop", "success", elapsed);
        LOG.warn("DROP status returned from app while processing pub/sub event {}", id);
        yield Verdict.DROP;
      }
      case RETRY -> throw again(event, metrics, elapsed, "RETRY status", id);
      case UNRECOGNIZED ->
          throw again(event, metrics, elapsed, "unknown status " + answer.getStatusValue(), id);
    };
  }

  private static RetryException again(
      AppEvent event, PubSubMetrics metrics, long elapsed, String what, String id) {
    metrics.ingress(event.pubsub(), event.topic(), "retry", "", elapsed);
    return new RetryException(what + " returned from app while processing pub/sub event " + id);
  }
}
