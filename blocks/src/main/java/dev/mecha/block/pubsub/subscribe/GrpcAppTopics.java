package dev.mecha.block.pubsub.subscribe;

import com.google.protobuf.Empty;
import dev.mecha.kernel.channel.AppCallbacks;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.expression.InvalidExpressionException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.protocol.runtime.v1.AppCallbackGrpc;
import dev.mecha.protocol.runtime.v1.ListTopicSubscriptionsResponse;
import dev.mecha.protocol.runtime.v1.TopicRoutes;
import dev.mecha.protocol.runtime.v1.TopicRule;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an application that speaks gRPC: {@code ListTopicSubscriptions}. */
final class GrpcAppTopics implements AppTopics {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.pubsub");

  private final AppCallbacks app;
  private final Guard retries;

  GrpcAppTopics(AppCallbacks app, Guard retries) {
    this.app = app;
    this.retries = retries;
  }

  @Override
  public List<TopicSubscription> ask() throws InterruptedException {
    try {
      return subscriptions(retries.run(this::askOnce));
    } catch (StatusException e) {
      LOG.error("error getting topic list from app: {}", e.getMessage());
    } catch (InvalidExpressionException e) {
      LOG.error("error getting topics from app: {}", e.getMessage());
    }
    return List.of();
  }

  private ListTopicSubscriptionsResponse askOnce() throws StatusException, InterruptedException {
    try {
      return app.call(
          AppCallbackGrpc.getListTopicSubscriptionsMethod(),
          Empty.getDefaultInstance(),
          new Headers());
    } catch (StatusException e) {
      if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        LOG.info("pubsub subscriptions: gRPC app does not implement ListTopicSubscriptions");
        return ListTopicSubscriptionsResponse.getDefaultInstance();
      }
      throw e;
    }
  }

  private static List<TopicSubscription> subscriptions(ListTopicSubscriptionsResponse response)
      throws InvalidExpressionException {
    var subscriptions = new ArrayList<TopicSubscription>();
    for (var item : response.getSubscriptionsList()) {
      var bulk = item.getBulkSubscribe();
      subscriptions.add(
          new TopicSubscription(
              TopicSubscription.Origin.PROGRAMMATIC,
              "",
              item.getPubsubName(),
              item.getTopic(),
              item.getMetadataMap(),
              rules(item.getRoutes()),
              item.getDeadLetterTopic(),
              new BulkSettings(
                  bulk.getEnabled(), bulk.getMaxMessagesCount(), bulk.getMaxAwaitDurationMs())));
    }
    return subscriptions;
  }

  /** Without routes everything goes to one without a path: there is but one method anyway. */
  private static List<Rule> rules(TopicRoutes routes) throws InvalidExpressionException {
    var rules = new ArrayList<Rule>();
    for (TopicRule rule : routes.getRulesList()) {
      rules.add(Rule.of(rule.getMatch(), rule.getPath()));
    }
    if (!routes.getDefault().isEmpty() || rules.isEmpty()) {
      rules.add(new Rule(null, routes.getDefault()));
    }
    return List.copyOf(rules);
  }
}
