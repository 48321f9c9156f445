package dev.mecha.block.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcExchange;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resource.configuration.SecretScope;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.GetBulkSecretRequest;
import dev.mecha.protocol.runtime.v1.GetBulkSecretResponse;
import dev.mecha.protocol.runtime.v1.GetSecretRequest;
import dev.mecha.protocol.runtime.v1.GetSecretResponse;
import dev.mecha.protocol.runtime.v1.SecretResponse;
import dev.mecha.spi.secret.SecretStore;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

  @SuppressWarnings("unchecked") // the descriptor is the same one, types included
  private <Q, R> R call(MethodDescriptor<Q, R> descriptor, Q request) throws Exception {
    GrpcMethod<?, ?> method =
        block.grpcMethods().stream()
            .filter(m -> m.descriptor().equals(descriptor))
            .findFirst()
            .orElseThrow();
    return ((GrpcMethod<Q, R>) method).handler().handle(request, new Call(method.endpoint()));
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

  /** A call of which nobody looks at anything but the message. */
  private record Call(Endpoint endpoint) implements GrpcExchange {

    @Override
    public Protocol protocol() {
      return Protocol.GRPC;
    }

    @Override
    public String verb() {
      return "POST";
    }

    @Override
    public String path() {
      return endpoint.name();
    }

    @Override
    public @Nullable String requestHeader(String name) {
      return null;
    }

    @Override
    public void removeRequestHeader(String name) {}

    @Override
    public void responseHeader(String name, String value) {}

    @Override
    public void fail(ApiError error) {
      throw new AssertionError(error);
    }

    @Override
    public int status() {
      return 0;
    }

    @Override
    public @Nullable ApiError error() {
      return null;
    }

    @Override
    public long requestSize() {
      return 0;
    }

    @Override
    public long responseSize() {
      return 0;
    }

    @Override
    public TraceContext trace() {
      return TraceContext.NONE;
    }

    @Override
    public void trace(TraceContext trace) {}

    @Override
    public Metadata requestMetadata() {
      return new Metadata();
    }

    @Override
    public Metadata responseMetadata() {
      return new Metadata();
    }
  }
}
