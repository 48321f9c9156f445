package dev.mecha.block.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.block.FakeGrpcExchange;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resource.configuration.SecretScope;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.GetBulkSecretRequest;
import dev.mecha.protocol.runtime.v1.GetBulkSecretResponse;
import dev.mecha.protocol.runtime.v1.GetSecretRequest;
import dev.mecha.protocol.runtime.v1.GetSecretResponse;
import dev.mecha.protocol.runtime.v1.SecretResponse;
import dev.mecha.spi.secret.SecretStore;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretGrpcTest {

  private static final Map<String, String> DB = Map.of("user", "sa", "password", "p");

  private final FakeSecrets store = new FakeSecrets(true);
  private final Registry<SecretStore> stores = new Registry<>(Duration.ofSeconds(1));
  private final SecretBlock block =
      new SecretBlock(
          stores,
          List.of(new SecretScope("vault", true, Set.of(), Set.of("hidden"))),
          (name, what, ok, nanos) -> {});

  @BeforeEach
  void fill() throws InterruptedException {
    store.values.put("db", DB);
    store.values.put("hidden", Map.of("hidden", "h"));
    stores.put("vault", store);
  }

  private <Q, R> R call(MethodDescriptor<Q, R> descriptor, Q request) throws Exception {
    return FakeGrpcExchange.call(block.grpcMethods(), descriptor, request);
  }

  private GetSecretResponse get(String storeName, String key) throws Exception {
    return call(
        DaprGrpc.getGetSecretMethod(),
        GetSecretRequest.newBuilder()
            .setStoreName(storeName)
            .setKey(key)
            .putMetadata("version_id", "7")
            .build());
  }

  @Test
  void aSecretIsAMapOfItsValues() throws Exception {
    assertThat(get("vault", "db").getDataMap()).isEqualTo(DB);
    assertThat(store.calls).containsExactly("db{version_id=7}");
  }

  @Test
  void allSecretsThatAScopeOpensComeAtOnce() throws Exception {
    GetBulkSecretResponse all =
        call(
            DaprGrpc.getGetBulkSecretMethod(),
            GetBulkSecretRequest.newBuilder()
                .setStoreName("vault")
                .putMetadata("version_id", "7")
                .build());
    assertThat(all.getDataMap())
        .isEqualTo(Map.of("db", SecretResponse.newBuilder().putAllSecrets(DB).build()));
    assertThat(store.calls).containsExactly("*{version_id=7}");
  }

  @Test
  void errorsHaveTheirCode() throws Exception {
    assertFails("vault", "hidden", Code.PERMISSION_DENIED);
    assertFails("vault", "absent", Code.INTERNAL);
    assertFails("nostore", "db", Code.INVALID_ARGUMENT);
    stores.remove("vault");
    assertFails("vault", "db", Code.FAILED_PRECONDITION);
  }

  private void assertFails(String storeName, String key, Code code) {
    assertThatThrownBy(() -> get(storeName, key))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.error().grpcCode()).isEqualTo(code));
  }
}
