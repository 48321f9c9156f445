package dev.mecha.component.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.InvalidMetadataException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  @ParameterizedTest
  @CsvSource({
    "localhost, 0, localhost:6379",
    "localhost, 7000, localhost:7000",
    "localhost:7001, 0, localhost:7001",
    "localhost:7001, 7001, localhost:7001",
    "redis.default.svc.cluster.local:6380, 0, redis.default.svc.cluster.local:6380",
    "::1, 0, [::1]:6379",
    "[::1], 7000, [::1]:7000",
    "[::1]:7001, 0, [::1]:7001",
    "fe80::1, 7000, [fe80::1]:7000",
  })
  void oneHost(String host, int port, String expected) {
    assertThat(Address.parse(host, port)).extracting(Address::toString).containsExactly(expected);
  }

  @Test
  void manyHosts() {
    assertThat(Address.parse(" a:1, b ,c:3,", 0))
        .isEqualTo(List.of(new Address("a", 1), new Address("b", 6379), new Address("c", 3)));
  }

  @Test
  void twoPorts() {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> Address.parse("localhost:6379", 6380))
        .withMessage(
            "redis host \"localhost:6379\" already contains port 6379, but redisPort is set to"
                + " 6380; either remove the port from redisHost or remove the redisPort setting");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ":6379", "host:", "host:0", "host:65536", "host:http", "[]:1"})
  void noHost(String text) {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> Address.parse(text, 0))
        .withMessageContaining("redisHost: \"")
        .withMessageContaining("(expected: host or host:port, several separated by commas)");
  }
}
