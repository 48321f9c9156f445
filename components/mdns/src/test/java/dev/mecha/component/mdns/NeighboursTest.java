package dev.mecha.component.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NeighboursTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Neighbours neighbours = new Neighbours(nanos::get);

  private static Announcement orders(String instance, String address) throws UnknownHostException {
    return new Announcement("orders", instance, InetAddress.getByName(address), 50002);
  }

  private void hear(String instance, String address, long ttl) throws UnknownHostException {
    neighbours.hear(orders(instance, address).records(ttl));
  }

  private void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
  }

  @Test
  void strangersAreNotRemembered() throws Exception {
    hear("a", "10.0.0.1", 3200);
    assertThat(neighbours.want("orders")).isEmpty();
    hear("a", "10.0.0.1", 3200);
    assertThat(neighbours.want("orders")).containsExactly("10.0.0.1:50002");
    assertThat(neighbours.want("s")).as("not a suffix of it").isEmpty();
  }

  @Test
  void instanceIsForgottenAMinuteAfterItWasHeardOf() throws Exception {
    neighbours.want("orders");
    hear("a", "10.0.0.1", 3200);
    hear("b", "10.0.0.2", 3200);
    advance(Duration.ofSeconds(59));
    hear("b", "10.0.0.2", 3200);
    advance(Duration.ofSeconds(1));
    assertThat(neighbours.want("orders")).containsExactly("10.0.0.2:50002");
  }

  @Test
  void shortTrustIsKept() throws Exception {
    neighbours.want("orders");
    hear("a", "10.0.0.1", 10);
    advance(Duration.ofSeconds(10));
    assertThat(neighbours.want("orders")).isEmpty();
  }

  @Test
  void goodbyeCountsAtOnce() throws Exception {
    neighbours.want("orders");
    hear("a", "10.0.0.1", 3200);
    hear("b", "10.0.0.2", 3200);
    hear("a", "10.0.0.1", 0);
    assertThat(neighbours.want("orders")).containsExactly("10.0.0.2:50002");
  }

  @Test
  void addressOfTheFourthVersionGoesFirst() throws Exception {
    neighbours.want("orders");
    var records = new ArrayList<>(orders("a", "fd00::1").records(3200));
    neighbours.hear(records);
    assertThat(neighbours.want("orders")).containsExactly("[fd00:0:0:0:0:0:0:1]:50002");
    records.add(new DnsRecord.Address("a.local.", 3200, InetAddress.getByName("10.0.0.1")));
    neighbours.hear(records);
    assertThat(neighbours.want("orders")).containsExactly("10.0.0.1:50002");
  }

  @Test
  void instanceThatSpeaksForAnotherApplicationIsIgnored() throws Exception {
    neighbours.want("orders");
    List<DnsRecord> records =
        orders("a", "10.0.0.1").records(3200).stream()
            .map(
                record ->
                    record instanceof DnsRecord.Text text
                        ? new DnsRecord.Text(text.name(), text.ttl(), List.of("payments"))
                        : record)
            .toList();
    neighbours.hear(records);
    assertThat(neighbours.want("orders")).isEmpty();
  }

  @Test
  void applicationThatNobodyAsksForIsNoLongerRefreshed() {
    neighbours.want("orders");
    advance(Duration.ofMinutes(4));
    neighbours.want("payments");
    advance(Duration.ofMinutes(1));
    assertThat(neighbours.wanted()).containsExactly("payments");
  }
}
