package dev.mecha.acceptance.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Grpc;
import dev.mecha.acceptance.process.ProcessFacts;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand inputs that make no sense to each door: none is a fault of ours. */
class RandomInputTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int BROKEN = 2_000;
  private static final int ODD = 8_000;

  /** How a call may end that is not as it should be. */
  private static final Set<Code> HONEST =
      EnumSet.of(
          Code.OK,
          Code.INVALID_ARGUMENT,
          Code.FAILED_PRECONDITION,
          Code.NOT_FOUND,
          Code.ABORTED,
          Code.INTERNAL,
          Code.UNKNOWN, // a method that nobody knows, and nobody says whose it is
          Code.UNIMPLEMENTED);

  /** What would be a fault of ours, or tell about our inside. */
  private static final List<String> FAULTS =
      List.of("internal error: ", "\tat ", "\\tat ", "java.", "dev.mecha.", "io.netty.");

  @TempDir Path folder;

  private Sidecar sidecar;
  private ProcessFacts before;

  @BeforeEach
  void start() {
    // Applications that nobody knows are asked for in a file: on the network that takes seconds.
    sidecar =
        Sidecar.in(folder)
            .configuration(Resources.neighbours(folder.resolve("names.db")))
            .resource(Resources.component("memory", "state.in-memory"))
            .start();
    // So that what is loaded with the first requests does not count.
    try (var grpc = new Grpc(sidecar.grpcPort())) {
      serves(grpc);
    }
    before = ProcessFacts.of(sidecar.process());
  }

  @AfterEach
  void stop() {
    sidecar.close();
  }

  private void serves(Grpc grpc) {
    String state = "[{\"key\":\"name\",\"value\":\"Bruce\"}]";
    assertThat(sidecar.send("POST", "/v1.0/state/memory", state).statusCode()).isEqualTo(204);
    assertThat(sidecar.send("GET", "/v1.0/state/memory/name", "").body()).isEqualTo("\"Bruce\"");
    assertThat(grpc.call("GetMetadata", new byte[0])).isEqualTo(Status.OK);
  }

  @Test
  void theHttpDoorStandsRandomInput() {
    inParallel(
        seed -> {
          var input = new RandomInput(new Random(seed));
          try (var connection = new KeptConnection(sidecar.httpPort())) {
            for (int i = 0; i < ODD / 4; i++) {
              assertHonest(connection, input.oddHttp());
            }
          }
          for (int i = 0; i < BROKEN / 4; i++) {
            byte[] bytes = i % 2 == 0 ? input.garbage() : input.brokenHttp();
            assertClosed(sidecar.httpPort(), bytes);
          }
        });
    assertAsBefore();
  }

  private static void assertHonest(KeptConnection connection, byte[] request) {
    KeptConnection.Answer answer = connection.exchange(request);
    String sent = new String(request, StandardCharsets.ISO_8859_1);
    assertThat(FAULTS.stream().filter(answer.body()::contains))
        .as("%s\n\n%s", sent, answer)
        .isEmpty();
    if (answer.status() >= 500) {
      assertThat(answer.body()).as(sent).contains("\"errorCode\":\"ERR_");
    }
  }

  @Test
  void theGrpcDoorStandsRandomInput() {
    inParallel(
        seed -> {
          var input = new RandomInput(new Random(seed));
          try (var grpc = new Grpc(sidecar.grpcPort())) {
            for (int i = 0; i < ODD / 4; i++) {
              Status status = grpc.call(input.method(), input.message());
              assertThat(status.getCode()).as("%s", status).isIn(HONEST);
              String text = String.valueOf(status.getDescription());
              assertThat(FAULTS.stream().filter(text::contains)).as(text).isEmpty();
            }
          }
          for (int i = 0; i < BROKEN / 4; i++) {
            byte[] bytes = i % 4 == 0 ? input.garbage() : input.brokenFrames();
            assertClosed(sidecar.grpcPort(), bytes);
          }
        });
    assertAsBefore();
  }

  /** Whatever it is, it is neither waited for after the client's goodbye nor a fault of ours. */
  private static void assertClosed(int port, byte[] bytes) {
    try (var connection = new RawConnection(port)) {
      RawConnection.Answer answer = connection.send(bytes).halfClose().read(PATIENCE);
      String sent = new String(bytes, StandardCharsets.ISO_8859_1);
      assertThat(answer.closed()).as("closed after %s\n\n%s", sent, answer).isTrue();
      assertThat(FAULTS.stream().filter(answer.text()::contains))
          .as("%s\n\n%s", sent, answer)
          .isEmpty();
    }
  }

  /** Four clients at a time, each with a seed of its own. */
  private static void inParallel(IntConsumer client) {
    IntStream.range(0, 4).parallel().forEach(client);
  }

  private void assertAsBefore() {
    try (var grpc = new Grpc(sidecar.grpcPort())) {
      serves(grpc);
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(ProcessFacts.of(sidecar.process()).files())
                    .isLessThanOrEqualTo(before.files() + 10));
    assertThat(ProcessFacts.of(sidecar.process()).memory())
        .as("resident KiB, before: %d", before.memory())
        .isLessThan(before.memory() + (96 << 10));
    assertThat(sidecar.log()).doesNotContain("level=error", "level=fatal", "failed unexpectedly");
  }
}
