package dev.mecha.acceptance.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.acceptance.durability.EventChain.Link;
import dev.mecha.acceptance.process.Broker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every event that was acknowledged reaches the application, although whatever it passes on its way
 * is killed in between, at random. What came twice is counted, and written to {@code
 * target/acknowledged-events.txt}. The profile {@code endurance} does it with a hundred thousand.
 */
class AcknowledgedEventsTest {

  private static final int EVENTS = Integer.getInteger("mecha.events", 3000);
  private static final int ROUNDS = 5 + EVENTS / 4000;
  private static final long SEED = Long.getLong("mecha.seed", System.nanoTime());
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path FIGURES = Path.of("target", "acknowledged-events.txt");

  private final Random random = new Random(SEED);

  @TempDir Path folder;

  @ParameterizedTest
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  @EnumSource(names = {"EMBEDDED", "REDIS", "KAFKA"})
  void arriveAlthoughProcessesAreKilled(Broker.Kind kind) throws IOException {
    arrive(kind, 1);
  }

  @ParameterizedTest
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  @EnumSource(names = {"EMBEDDED", "REDIS", "KAFKA"})
  void arriveInBulkAlthoughProcessesAreKilled(Broker.Kind kind) throws IOException {
    arrive(kind, 10);
  }

  private void arrive(Broker.Kind kind, int atOnce) throws IOException {
    long begin = System.nanoTime();
    try (var chain = new EventChain(kind, folder, atOnce > 1)) {
      chain.awaitReady();
      try (var publishers = new Publishers(chain::publisher, atOnce)) {
        for (List<Link> victims : victims(chain.links())) {
          publishers.awaitMore(1 + random.nextInt(3 * EVENTS / (2 * ROUNDS)));
          killed(chain, victims, publishers);
        }
        publishers.awaitMore(Math.max(1, EVENTS - publishers.acknowledged().size()));
        publishers.stop();
        awaitAll(chain, publishers.acknowledged());
        report(
            kind + (atOnce > 1 ? " in bulk" : ""),
            chain,
            publishers,
            Duration.ofNanos(System.nanoTime() - begin));
      }
    }
  }

  /** Each link dies about as often as the others, sometimes together with another one. */
  private List<List<Link>> victims(Set<Link> links) {
    var rounds = new ArrayList<List<Link>>();
    var pack = new ArrayList<Link>();
    while (rounds.size() < ROUNDS) {
      while (pack.size() < 2) {
        var more = new ArrayList<>(links);
        Collections.shuffle(more, random);
        pack.addAll(more);
      }
      var victims = EnumSet.of(pack.removeFirst());
      if (random.nextInt(3) == 0) {
        victims.add(pack.removeFirst());
      }
      rounds.add(List.copyOf(victims));
    }
    return rounds;
  }

  /** While events still can be published some are, before what was killed comes back. */
  private void killed(EventChain chain, List<Link> victims, Publishers publishers) {
    victims.forEach(chain::kill);
    if (!victims.contains(Link.PUBLISHER) && !victims.contains(Link.BROKER)) {
      publishers.awaitMore(1 + random.nextInt(EVENTS / (2 * ROUNDS)));
    }
    victims.forEach(chain::restart);
  }

  /** A slow machine may take its time, as long as something arrives at all. */
  private static void awaitAll(EventChain chain, Set<String> acknowledged) {
    var missing = new HashSet<>(acknowledged);
    while (!missing.isEmpty()) {
      int before = missing.size();
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .untilAsserted(
              () -> {
                chain.received().forEach(missing::remove);
                assertThat(missing.size())
                    .as(() -> "lost of " + acknowledged.size() + ", seed " + SEED + ": " + missing)
                    .withFailMessage(chain::subscriberSays)
                    .isLessThan(before);
              });
    }
  }

  private static void report(String way, EventChain chain, Publishers publishers, Duration time)
      throws IOException {
    List<String> received = chain.received();
    int different = new HashSet<>(received).size();
    String line =
        "%s: %d acknowledged, %d not, %d arrived, %d more than once, %d rounds, %d s, seed %d%n"
            .formatted(
                way,
                publishers.acknowledged().size(),
                publishers.failed(),
                different,
                received.size() - different,
                ROUNDS,
                time.toSeconds(),
                SEED);
    Files.writeString(FIGURES, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    assertThat(received.size() - different).as(line).isLessThan(different);
  }
}
