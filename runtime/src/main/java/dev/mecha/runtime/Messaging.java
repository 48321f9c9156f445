package dev.mecha.runtime;

import dev.mecha.block.metadata.MetadataContributor;
import dev.mecha.block.pubsub.PubSubBlock;
import dev.mecha.block.pubsub.subscribe.DeclaredTopics;
import dev.mecha.block.pubsub.subscribe.Rule;
import dev.mecha.block.pubsub.subscribe.SubscribeSide;
import dev.mecha.block.pubsub.subscribe.TopicSubscription;
import dev.mecha.kernel.observe.PubSubMetrics;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.kernel.resource.ResourceKinds;
import dev.mecha.kernel.resource.ResourceSet;
import dev.mecha.kernel.resource.SubscriptionResource;
import dev.mecha.protocol.runtime.v1.GetMetadataResponse;
import dev.mecha.protocol.runtime.v1.PubsubSubscription;
import dev.mecha.protocol.runtime.v1.PubsubSubscriptionRule;
import dev.mecha.protocol.runtime.v1.PubsubSubscriptionRules;
import dev.mecha.protocol.runtime.v1.PubsubSubscriptionType;
import dev.mecha.runtime.options.AppOptions;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.spi.time.Time;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts publish and subscribe together, and keeps what resources say about it up to date. */
final class Messaging implements MetadataContributor, AutoCloseable {

  /** Of several about one topic the first counts, of whichever version it is. */
  private static final Comparator<SubscriptionResource> AS_WRITTEN =
      (one, other) -> one.origin().compareTo(other.origin());

  private final PubSubBlock block;
  private final boolean asked;
  private List<SubscriptionResource> declared = List.of();

  Messaging(
      SidecarOptions options,
      Components components,
      Observability observability,
      Guards guards,
      @Nullable AppConnection app,
      Time clock) {
    var metrics =
        new PubSubMetrics(
            observability.registry(),
            options.environment().getOrDefault("NAMESPACE", ""),
            observability.latencies());
    this.block =
        new PubSubBlock(
            new SubscribeSide.Means(
                components.brokers(), guards, metrics, observability.traces().tracer(), clock),
            options.appId(),
            app == null || app.callbacks() != null ? null : app.channel(),
            app == null ? null : app.callbacks());
    this.asked = !options.app().unasked().contains(AppOptions.SUBSCRIBE);
    components.outboxes().start(block.subscribing());
    if (app != null) {
      app.follow(this::appIs);
    }
  }

  PubSubBlock block() {
    return block;
  }

  /** What is in the files now. What came from a file that cannot be read stays as it was. */
  void declare(ResourceSet found) {
    var now = new ArrayList<>(found.of(ResourceKinds.SUBSCRIPTION));
    now.addAll(found.of(ResourceKinds.SUBSCRIPTION_V1));
    Predicate<SubscriptionResource> kept = old -> found.isBroken(old.origin());
    declared.stream().filter(kept).forEach(now::add);
    now.sort(AS_WRITTEN);
    declared = List.copyOf(now);
    block.subscribing().declare(DeclaredTopics.of(declared));
  }

  /** The application is well, or is not. */
  private void appIs(boolean well) throws InterruptedException {
    if (well) {
      block.subscribing().appIsWell(asked);
    } else {
      block.subscribing().appIsUnwell();
    }
  }

  @Override
  public void contribute(GetMetadataResponse.Builder metadata) {
    for (TopicSubscription one : block.subscribing().all()) {
      var rules = PubsubSubscriptionRules.newBuilder();
      for (Rule rule : one.rules()) {
        rules.addRules(
            PubsubSubscriptionRule.newBuilder().setMatch(rule.matchText()).setPath(rule.path()));
      }
      metadata.addSubscriptions(
          PubsubSubscription.newBuilder()
              .setPubsubName(one.pubsub())
              .setTopic(one.topic())
              .putAllMetadata(one.metadata())
              .setRules(rules)
              .setDeadLetterTopic(one.deadLetterTopic())
              .setType(type(one.origin())));
    }
  }

  private static PubsubSubscriptionType type(TopicSubscription.Origin origin) {
    return switch (origin) {
      case DECLARATIVE -> PubsubSubscriptionType.DECLARATIVE;
      case PROGRAMMATIC -> PubsubSubscriptionType.PROGRAMMATIC;
      case STREAMING -> PubsubSubscriptionType.STREAMING;
    };
  }

  /** From now on the application is brought no further event; what it has, it may finish. */
  void takeNoMore() {
    block.subscribing().takeNoMore();
  }

  /** Takes no further event, and waits until those in the application's hands are done with. */
  @Override
  public void close() {
    block.close();
  }
}
