package dev.mecha.component.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.tck.PubSubTck;
import dev.mecha.tck.pubsub.Inbox;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemoryPubSubTest extends PubSubTck {

  @Override
  public ComponentProvider<PubSub> provider() {
    return new InMemoryPubSub.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public boolean remembersGroups() {
    return false;
  }

  @Override
  public boolean redelivers() {
    return false;
  }

  @Test
  void whatIsRefusedIsLostAndTheOthersCome() throws InterruptedException {
    Inbox inbox = inbox().refuse("poison"::equals);
    subscribe(pubSub(), topic("a"), inbox);
    publish(topic("a"), "poison", "one");
    inbox.awaitOne("one");
    assertThat(inbox.attempts("poison")).isEqualTo(1);
  }

  @Test
  void hasThePowersOfThePeer() {
    assertThat(pubSub().features()).containsExactly(PubSubFeature.SUBSCRIBE_WILDCARDS);
    assertThat(pubSub().neverHoldsCarrier()).isTrue();
  }

  @Test
  void everySubscriptionGetsEveryMessage() throws InterruptedException {
    Inbox first = subscribed(pubSub(), topic("a"));
    Inbox second = subscribed(pubSub(), topic("a"));
    publish(topic("a"), texts("m", 10));
    first.awaitExactly(texts("m", 10));
    second.awaitExactly(texts("m", 10));
  }

  @Test
  void patternNeedsMoreThanItsBeginning() throws InterruptedException {
    Inbox inbox = subscribed(pubSub(), topic("w") + "*");
    publish(topic("w"), "short");
    publish(topic("w") + "x", "long");
    inbox.awaitOne("long");
    assertThat(inbox.texts()).containsExactly("long");
  }
}
