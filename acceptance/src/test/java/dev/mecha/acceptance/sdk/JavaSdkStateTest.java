package dev.mecha.acceptance.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.client.domain.ComponentMetadata;
import io.dapr.client.domain.DaprMetadata;
import io.dapr.client.domain.ExecuteStateTransactionRequest;
import io.dapr.client.domain.State;
import io.dapr.client.domain.StateOptions;
import io.dapr.client.domain.StateOptions.Concurrency;
import io.dapr.client.domain.StateOptions.Consistency;
import io.dapr.client.domain.TransactionalStateOperation;
import io.dapr.client.domain.TransactionalStateOperation.OperationType;
import io.dapr.config.Properties;
import io.dapr.exceptions.DaprErrorDetails;
import io.dapr.exceptions.DaprException;
import io.dapr.utils.TypeRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The official Java SDK against the embedded store. */
@TestInstance(Lifecycle.PER_CLASS)
class JavaSdkStateTest {

  private static final String STORE = "statestore";

  private Sidecar sidecar;
  private DaprClient client;

  /** A value with fields, as an application has it. */
  public record Order(String id, int amount) {}

  @BeforeAll
  void start(@TempDir Path folder) {
    sidecar = Sidecar.in(folder).resource(Resources.sqlite(folder.resolve("data.db"))).start();
    client =
        new DaprClientBuilder()
            .withPropertyOverride(Properties.HTTP_PORT, "" + sidecar.httpPort())
            .withPropertyOverride(Properties.GRPC_PORT, "" + sidecar.grpcPort())
            .build();
    client.waitForSidecar(10_000).block();
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    sidecar.close();
  }

  private <T> State<T> read(String key, Class<T> type) {
    return requireNonNull(client.getState(STORE, key, type).block());
  }

  @Test
  void objectsTextsAndBytesComeBackAsTheyWere() {
    client.saveState(STORE, "order", new Order("7", 3)).block();
    client.saveState(STORE, "text", "Bruce Wayne").block();
    client.saveState(STORE, "bytes", "[1,2]".getBytes(UTF_8)).block();

    assertThat(read("order", Order.class).getValue()).isEqualTo(new Order("7", 3));
    assertThat(read("text", String.class).getValue()).isEqualTo("Bruce Wayne");
    assertThat(read("bytes", byte[].class).getValue()).asString(UTF_8).isEqualTo("[1,2]");
    assertThat(read("nothing", String.class).getValue()).isNull();
  }

  @Test
  void anEtagKeepsTheFirstWrite() {
    var firstWrite = new StateOptions(Consistency.STRONG, Concurrency.FIRST_WRITE);
    client.saveState(STORE, "etag", "one").block();
    State<String> read = read("etag", String.class);
    client.saveState(STORE, "etag", read.getEtag(), "two", firstWrite).block();

    assertThatThrownBy(
            () -> client.saveState(STORE, "etag", read.getEtag(), "three", firstWrite).block())
        .isInstanceOf(DaprException.class)
        .hasMessageContaining("ABORTED");
    assertThatThrownBy(() -> client.deleteState(STORE, "etag", read.getEtag(), firstWrite).block())
        .isInstanceOf(DaprException.class);
    assertThat(read("etag", String.class).getValue()).isEqualTo("two");

    client.deleteState(STORE, "etag").block();
    assertThat(read("etag", String.class).getValue()).isNull();
  }

  @Test
  void manyAreSavedAndReadAtOnce() {
    List<State<?>> states =
        List.of(
            new State<>("bulk-1", "a", null, (StateOptions) null),
            new State<>("bulk-2", "b", null, (StateOptions) null));
    client.saveBulkState(STORE, states).block();

    assertThat(
            client.getBulkState(STORE, List.of("bulk-1", "bulk-2", "bulk-3"), String.class).block())
        .extracting(State::getKey, State::getValue)
        .containsExactlyInAnyOrder(
            tuple("bulk-1", "a"), tuple("bulk-2", "b"), tuple("bulk-3", null));
  }

  @Test
  void aTransactionWritesAllOrNothing() {
    client.saveState(STORE, "tx-old", "old").block();
    client
        .executeStateTransaction(
            STORE,
            List.of(
                new TransactionalStateOperation<>(
                    OperationType.UPSERT, new State<>("tx-new", new Order("1", 1), "")),
                new TransactionalStateOperation<>(OperationType.DELETE, new State<>("tx-old"))))
        .block();
    assertThat(read("tx-new", Order.class).getValue()).isEqualTo(new Order("1", 1));
    assertThat(read("tx-old", String.class).getValue()).isNull();

    var failing =
        new ExecuteStateTransactionRequest(STORE)
            .setOperations(
                List.of(
                    new TransactionalStateOperation<>(
                        OperationType.UPSERT, new State<>("tx-new", "changed", "")),
                    new TransactionalStateOperation<>(
                        OperationType.UPSERT,
                        new State<>("tx-other", "x", "00000000-0000-0000-0000-000000000000"))))
            .setMetadata(Map.of());
    assertThatThrownBy(() -> client.executeStateTransaction(failing).block())
        .isInstanceOf(DaprException.class);
    assertThat(read("tx-new", Order.class).getValue()).isEqualTo(new Order("1", 1));
  }

  @Test
  void expiryIsShownWithTheValue() {
    client.saveState(STORE, "ttl", null, "soon gone", Map.of("ttlInSeconds", "1000"), null).block();

    assertThat(read("ttl", String.class).getMetadata()).containsKey("ttlExpireTime");
  }

  @Test
  void errorsCarryTheirReason() {
    assertThatThrownBy(() -> client.getState("nostore", "k", String.class).block())
        .isInstanceOfSatisfying(
            DaprException.class,
            e -> {
              assertThat(e).hasMessageContaining("state store nostore is not found");
              assertThat(e.getErrorCode()).isEqualTo("INVALID_ARGUMENT");
              assertThat(
                      e.getErrorDetails()
                          .get(
                              DaprErrorDetails.ErrorDetailType.ERROR_INFO,
                              "reason",
                              TypeRef.STRING))
                  .isEqualTo("DAPR_STATE_NOT_FOUND");
            });
  }

  @Test
  void metadataTellsWhatIsThere() {
    DaprMetadata metadata = requireNonNull(client.getMetadata().block());

    assertThat(metadata.getId()).isEqualTo("myapp");
    assertThat(metadata.getRuntimeVersion()).startsWith("1.18.");
    assertThat(metadata.getComponents())
        .extracting(ComponentMetadata::getName, ComponentMetadata::getType)
        .contains(tuple(STORE, "state.sqlite"));
  }
}
