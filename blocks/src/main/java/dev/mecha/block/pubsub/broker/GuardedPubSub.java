package dev.mecha.block.pubsub.broker;

import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.BulkEntry;
import dev.mecha.spi.pubsub.BulkPublishRequest;
import dev.mecha.spi.pubsub.FailedEntry;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PublishRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Publishes under the policies that are written for the broker. Of a bulk only what has failed is
 * tried again.
 */
final class GuardedPubSub extends ForwardingPubSub {

  private final Guard guard;

  GuardedPubSub(PubSub inner, Guard guard) {
    super(inner);
    this.guard = guard;
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    try {
      guard.run(
          () -> {
            inner.publish(request);
            return true;
          });
    } catch (GuardTimeoutException | CircuitOpenException e) {
      throw new ComponentException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public List<FailedEntry> bulkPublish(BulkPublishRequest request) throws InterruptedException {
    var pending = new Pending(request);
    try {
      return guard.run(pending::attempt);
    } catch (BulkFailure e) {
      return e.failed;
    } catch (GuardTimeoutException | CircuitOpenException e) {
      return pending.all(String.valueOf(e.getMessage()));
    }
  }

  /** What has not been taken yet. */
  private final class Pending {

    private BulkPublishRequest left;

    Pending(BulkPublishRequest request) {
      this.left = request;
    }

    List<FailedEntry> attempt() throws BulkFailure, InterruptedException {
      List<FailedEntry> failed = inner.bulkPublish(left);
      if (failed.isEmpty()) {
        return failed;
      }
      Set<String> ids = new HashSet<>();
      failed.forEach(entry -> ids.add(entry.entryId()));
      List<BulkEntry> entries =
          left.entries().stream().filter(entry -> ids.contains(entry.entryId())).toList();
      left = new BulkPublishRequest(left.topic(), entries, left.metadata());
      throw new BulkFailure(failed);
    }

    List<FailedEntry> all(String error) {
      return left.entries().stream().map(entry -> new FailedEntry(entry.entryId(), error)).toList();
    }
  }

  /** Some were not taken. */
  private static final class BulkFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<FailedEntry> failed;

    BulkFailure(List<FailedEntry> failed) {
      super("not all messages were published");
      this.failed = failed;
    }
  }
}
