package dev.mecha.component.redis;

import static dev.mecha.component.redis.Stores.open;
import static dev.mecha.component.redis.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.StateStore;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent again, and what is not, counted at a server that fails as it is told. */
@Timeout(30)
class RetryTest {

  private static final String NIL = "*3\r\n$-1\r\n$-1\r\n$-1\r\n";

  private final Deque<String> failures = new ConcurrentLinkedDeque<>();

  private @Nullable String answer(List<String> words) {
    return switch (words.getFirst()) {
      case "HMGET" -> failures.isEmpty() ? NIL : failures.removeFirst();
      case "EVALSHA", "EVAL" -> failures.isEmpty() ? ":0\r\n" : failures.removeFirst();
      default -> null;
    };
  }

  private static StateStore connect(FakeServer server, String retries) throws InterruptedException {
    return open(server.address(), "redisMaxRetries", retries, "redisMaxRetryInterval", "30");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-LOADING Redis is loading the dataset in memory\r\n",
        "-CLUSTERDOWN The cluster is down\r\n",
        "-TRYAGAIN Multiple keys request during rehashing of slot\r\n",
        "-MASTERDOWN Link with MASTER is down\r\n",
        "-READONLY You can't write against a read only replica.\r\n",
        "-ERR Error running script (call to f_1): @user_script:9: -READONLY You can't write against"
            + " it\r\n",
        "-ERR max number of clients reached\r\n"
      })
  void whatWasNotDoneIsSentAgain(String failure) throws InterruptedException {
    try (var server = new FakeServer(this::answer);
        var store = connect(server, "20")) {
      failures.add(failure);
      store.set(put("a", "one"));
      assertThat(server.seen("EVALSHA")).hasSize(2);
    }
  }

  @Test
  void scriptIsSentAsTextIfItIsUnknown() throws InterruptedException {
    try (var server = new FakeServer(this::answer);
        var store = connect(server, "-1")) {
      failures.add("-NOSCRIPT No matching script. Please use EVAL.\r\n");
      store.set(put("a", "one"));
      assertThat(server.seen("EVALSHA")).hasSize(1);
      assertThat(server.seen("EVAL")).hasSize(1);
    }
  }

  @Test
  void retriesEnd() throws InterruptedException {
    try (var server = new FakeServer(this::answer);
        var store = connect(server, "2")) {
      for (int i = 0; i < 9; i++) {
        failures.add("-LOADING Redis is loading the dataset in memory\r\n");
      }
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.set(put("a", "one")))
          .withMessageContaining("LOADING Redis is loading the dataset in memory");
      assertThat(server.seen("EVALSHA")).hasSize(3);
    }
  }

  @Test
  void refusalIsFinal() throws InterruptedException {
    try (var server = new FakeServer(this::answer);
        var store = connect(server, "2")) {
      failures.add("-NOPERM no permission\r\n");
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.get(GetRequest.of("a")))
          .withMessageContaining("NOPERM no permission");
      assertThat(server.seen("HMGET")).hasSize(1);
    }
  }

  @Test
  void writeWithoutAnswerIsSentOnce() throws InterruptedException {
    try (var server = new FakeServer(this::answer);
        var store = connect(server, "50")) {
      failures.add(FakeServer.HANG_UP);
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.set(put("a", "one")))
          .withMessageContaining(
              "connection lost before the answer; it may or may not have been done");
      store.get(GetRequest.of("a"));
      assertThat(server.seen("EVALSHA")).hasSize(1);
    }
  }

  @Test
  void readWithoutAnswerIsSentAgain() throws InterruptedException {
    try (var server = new FakeServer(this::answer);
        var store = connect(server, "50")) {
      failures.add(FakeServer.HANG_UP);
      assertThat(store.get(GetRequest.of("a"))).isNull();
      assertThat(server.seen("HMGET")).hasSize(2);
    }
  }
}
