package dev.mecha.component.redis;

import static dev.mecha.component.redis.Stores.open;
import static dev.mecha.component.redis.Stores.put;
import static dev.mecha.component.redis.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.VirtualThreads;
import dev.mecha.tck.server.RealServers;
import io.lettuce.core.cluster.SlotHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three servers share the keys. */
@Timeout(60)
class ClusterTest {

  private static final List<RedisServer> SERVERS = new ArrayList<>();
  private static final int SHARE = 5461;

  @BeforeAll
  static void startServers(@TempDir Path folder) throws Exception {
    for (int i = 0; i < 3; i++) {
      RedisServer server =
          RedisServer.start(
              Files.createDirectory(folder.resolve("node" + i)),
              "--cluster-enabled",
              "yes",
              "--cluster-port",
              String.valueOf(RealServers.freePort()),
              "--cluster-node-timeout",
              "2000",
              "--appendonly",
              "yes");
      SERVERS.add(server);
      String last = String.valueOf(i == 2 ? 16383 : (i + 1) * SHARE - 1);
      assertThat(server.ask("CLUSTER", "ADDSLOTSRANGE", String.valueOf(i * SHARE), last))
          .startsWith("+OK");
      server.ask("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
    }
    for (RedisServer server : SERVERS.subList(1, 3)) {
      meet(SERVERS.getFirst(), server);
    }
    await().until(() -> SERVERS.stream().allMatch(ClusterTest::knowsAll));
  }

  private static void meet(RedisServer one, RedisServer other) {
    String bus = other.ask("CONFIG", "GET", "cluster-port").split("\r\n")[4];
    one.ask("CLUSTER", "MEET", "127.0.0.1", String.valueOf(other.port()), bus);
  }

  private static boolean knowsAll(RedisServer server) {
    String info = server.ask("CLUSTER", "INFO");
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:3");
  }

  @AfterAll
  static void stopServers() {
    SERVERS.forEach(RedisServer::close);
  }

  @BeforeEach
  void empty() {
    SERVERS.forEach(server -> server.ask("FLUSHALL"));
  }

  private static StateStore connect(String... fields) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of("redisType", "cluster"));
    all.addAll(List.of(fields));
    return open(
        SERVERS.getFirst().address() + "," + SERVERS.getLast().address(),
        all.toArray(String[]::new));
  }

  @Test
  void keysAreSpreadAndFoundAgain() throws InterruptedException {
    List<String> keys = IntStream.range(0, 300).mapToObj(i -> "app||key" + i).toList();
    try (var store = connect()) {
      store.bulkWrite(keys.stream().map(key -> put(key, "value of " + key)).toList());
      assertThat(store.bulkGet(keys.stream().map(GetRequest::of).toList()))
          .hasSize(300)
          .extracting(BulkItem::value)
          .allMatch(Objects::nonNull);
      assertThat(SERVERS).allMatch(server -> !server.ask("DBSIZE").equals(":0\r\n"));
      assertThat(store.keysLike("app||key1%", 0, null).keys()).hasSize(111);
      assertThat(store.keysLike("app||%", 10, null).keys()).hasSize(10);
      assertThatExceptionOfType(ETagException.class)
          .isThrownBy(() -> store.set(put(keys.getFirst(), "x").withEtag("9")));
      store.ping();
    }
  }

  @Test
  void transactionOfOneSlotIsAtomic() throws Exception {
    try (var store = connect()) {
      VirtualThreads.run(
          4,
          thread -> {
            for (int i = 0; i < 20; i++) {
              String value = thread + "-" + i;
              store.transact(List.of(put("{t}left", value), put("{t}right", value)), Map.of());
            }
          });
      assertThat(text(store, "{t}left")).isNotNull().isEqualTo(text(store, "{t}right"));
    }
  }

  @Test
  void transactionOfManySlotsIsCheckedBeforeItIsDone() throws InterruptedException {
    try (var store = connect()) {
      assertThat(SlotHash.getSlot("a")).isNotEqualTo(SlotHash.getSlot("b"));
      store.transact(List.of(put("a", "one"), put("b", "one"), put("c", "one")), Map.of());
      assertThatExceptionOfType(ETagException.class)
          .isThrownBy(
              () ->
                  store.transact(
                      List.of(
                          put("a", "two"), put("b", "two").withEtag("9"), DeleteRequest.of("c")),
                      Map.of()));
      for (String key : List.of("a", "b", "c")) {
        assertThat(text(store, key)).isEqualTo("one");
      }
    }
  }

  @Test
  void slotMovesToAnotherServer() throws InterruptedException {
    try (var store = connect()) {
      int slot = SlotHash.getSlot("moving");
      store.set(put("moving", "one"));
      RedisServer from = SERVERS.get(Math.min(slot / SHARE, 2));
      RedisServer to = SERVERS.get((SERVERS.indexOf(from) + 1) % 3);
      store.delete(DeleteRequest.of("moving"));
      hand(slot, to);
      store.set(put("moving", "two"));
      assertThat(to.ask("HGET", "moving", "data")).contains("two");
      assertThat(text(store, "moving")).isEqualTo("two");
      store.delete(DeleteRequest.of("moving"));
      hand(slot, from);
    }
  }

  private static void hand(int slot, RedisServer to) {
    String id = to.ask("CLUSTER", "MYID").split("\r\n")[1];
    SERVERS.stream()
        .sorted((a, b) -> Boolean.compare(b == to, a == to))
        .forEach(server -> server.ask("CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", id));
  }

  @Test
  void serverGoesAndComesBack() throws InterruptedException {
    RedisServer second = SERVERS.get(1);
    String key = keyOf(1);
    try (var store = connect("redisMaxRetryInterval", "20")) {
      store.set(put(key, "one"));
      second.kill();
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.set(put(key, "two")))
          .withMessageContaining("failed to set key " + key);
      second.restart();
      await().ignoreExceptions().untilAsserted(() -> assertThat(text(store, key)).isEqualTo("one"));
      await().until(() -> SERVERS.stream().allMatch(ClusterTest::knowsAll));
      await().ignoreExceptions().untilAsserted(() -> store.set(put(key, "three")));
    }
  }

  private static String keyOf(int server) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "key" + i)
        .filter(key -> SlotHash.getSlot(key) / SHARE == server)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void clusterIsTakenForASingleServer() throws InterruptedException {
    try (var store = open(SERVERS.getFirst().address())) {
      String there = keyOf(0);
      store.set(put(there, "one"));
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(
              () -> store.transact(List.of(put(there, "two"), put(keyOf(1), "two")), Map.of()))
          .withMessageContaining("CROSSSLOT")
          .withMessageContaining("(redisType: expected cluster)");
    }
  }

  @Test
  void serverIsTakenForACluster(@TempDir Path folder) {
    try (var single = RedisServer.start(folder)) {
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> open(single.address(), "redisType", "cluster", "redisMaxRetries", "-1"))
          .withMessageContaining("cluster support disabled");
    }
  }
}
