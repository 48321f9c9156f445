package dev.mecha.component.etcd;

import dev.mecha.spi.ComponentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Spans of time that the servers count: keys that are bound to one are gone when it is over. */
final class Leases {

  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  private final EtcdClient client;

  Leases(EtcdClient client) {
    this.client = client;
  }

  /**
   * @param seconds at least 1; the servers have a least span of their own
   * @return the lease
   */
  String grant(long seconds) throws InterruptedException {
    return Json.text(client.call("v3/lease/grant", Map.of("TTL", seconds)), "ID");
  }

  /**
   * @param lives of each lease in seconds
   * @return the leases, in that order
   */
  List<String> grant(List<Integer> lives) throws InterruptedException {
    var granted = new ArrayList<String>(lives.size());
    for (int seconds : lives) {
      granted.add(grant(seconds));
    }
    return granted;
  }

  /**
   * @return how many seconds are left, or null if it is over
   */
  @Nullable Long remaining(String lease) throws InterruptedException {
    String left = Json.text(client.call("v3/lease/timetolive", Map.of("ID", lease)), "TTL");
    long seconds = left.isEmpty() ? 0 : Long.parseLong(left);
    return seconds < 0 ? null : seconds;
  }

  /** Ends leases and their keys. One without a key does no harm until its time is over. */
  void revoke(List<String> leases) throws InterruptedException {
    for (String lease : leases) {
      try {
        client.call("v3/lease/revoke", Map.of("ID", lease));
      } catch (ComponentException e) {
        LOG.debug("The lease {} ends when its time is over: {}", lease, e.getMessage());
      }
    }
  }
}
