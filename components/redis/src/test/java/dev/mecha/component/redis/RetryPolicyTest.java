package dev.mecha.component.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private final RandomGenerator random = new Random(1);

  @Test
  void pausesGrowUpToTheLongest() {
    var policy = new RetryPolicy(9, Duration.ofMillis(100), Duration.ofSeconds(1));
    assertThat(policy.pause(0, random)).isEqualTo(Duration.ofMillis(20));
    assertThat(policy.pause(1, random)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
    assertThat(policy.pause(2, random)).isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
    assertThat(policy.pause(5, random)).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.pause(5000, random)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void longestPauseWins() {
    var policy = new RetryPolicy(3, Duration.ofSeconds(2), Duration.ofMillis(512));
    assertThat(policy.pause(1, random)).isEqualTo(Duration.ofMillis(512));
  }

  @Test
  void noPauseAtAll() {
    assertThat(new RetryPolicy(3, Duration.ZERO, Duration.ofSeconds(1)).pause(1, random)).isZero();
    assertThat(new RetryPolicy(3, Duration.ofSeconds(1), Duration.ZERO).pause(1, random)).isZero();
  }
}
