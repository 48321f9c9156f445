package dev.mecha.acceptance.sdk;

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
    sidecar =
        Sidecar.in(folder).resource(Resources.stateStore("state.sqlite", "actorStateStore", "true")).start();
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

  @Test
  void objectsTextsAndBytesComeBackAsTheyWere() {
    client.saveState(STORE, "order", new Order("7", 3)).block();
    client.saveState(STORE, "text", "Bruce Wayne").block();
    client.saveState(STORE, "bytes", new byte[] {0, 1, (byte) 0xff}).block();

    assertThat(client.getState(STORE, "order", Order.class).block().getValue())
        .isEqualTo(new Order("7", 3));
    assertThat(client.getState(STORE, "text", String.class).block().getValue())
        .isEqualTo("Bruce Wayne");
    assertThat(client.getState(STORE, "bytes", byte[].class).block().getValue())
        .containsExactly(0, 1, 0xff);
    assertThat(client.getState(STORE, "nothing", String.class).block().getValue()).isNull();
  }

  @Test
  void anEtagKeepsTheFirstWrite() {
    var firstWrite = new StateOptions(Consistency.STRONG, Concurrency.FIRST_WRITE);
    client.saveState(STORE, "etag", "one").block();
    State<String> read = client.getState(STORE, "etag", String.class).block();
    client.saveState(STORE, "etag", read.getEtag(), "two", firstWrite).block();

    assertThatThrownBy(
            () -> client.saveState(STORE, "etag", read.getEtag(), "three", firstWrite).block())
        .isInstanceOf(DaprException.class)
        .hasMessageContaining("ABORTED");
    assertThatThrownBy(() -> client.deleteState(STORE, "etag", read.getEtag(), firstWrite).block())
        .isInstanceOf(DaprException.class);
    assertThat(client.getState(STORE, "etag", String.class).block().getValue()).isEqualTo("two");

    client.deleteState(STORE, "etag").block();
    assertThat(client.getState(STORE, "etag", String.class).block().getValue()).isNull();
  }

  @Test
  void manyAreSavedAndReadAtOnce() {
    List<State<?>> states =
        List.of(
            new State<>("bulk-1", "a", null, (StateOptions) null),
            new State<>("bulk-2", "b", null, (StateOptions) null));
    client.saveBulkState(STORE, states).block();

    assertThat(client.getBulkState(STORE, List.of("bulk-1", "bulk-2", "bulk-3"), String.class).block())
        .extracting(State::getKey, State::getValue)
        .containsExactlyInAnyOrder(
            tuple("bulk-1", "a"),
            tuple("bulk-2", "b"),
            tuple("bulk-3", null));
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
    assertThat(client.getState(STORE, "tx-new", Order.class).block().getValue())
        .isEqualTo(new Order("1", 1));
    assertThat(client.getState(STORE, "tx-old", String.class).block().getValue()).isNull();

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
    assertThat(client.getState(STORE, "tx-new", Order.class).block().getValue())
        .isEqualTo(new Order("1", 1));
  }

  @Test
  void expiryIsShownWithTheValue() {
    client
        .saveState(STORE, "ttl", null, "soon gone", Map.of("ttlInSeconds", "1000"), null)
        .block();

    assertThat(client.getState(STORE, "ttl", String.class).block().getMetadata())
        .containsKey("ttlExpireTime");
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
    DaprMetadata metadata = client.getMetadata().block();

    assertThat(metadata.getId()).isEqualTo("myapp");
    assertThat(metadata.getRuntimeVersion()).startsWith("1.18.");
    assertThat(metadata.getComponents())
        .extracting(ComponentMetadata::getName, ComponentMetadata::getType)
        .contains(tuple(STORE, "state.sqlite"));
  }
}
