package dev.mecha.block.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.block.FakeGrpcExchange;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.error.ErrorDetail;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.protocol.common.v1.ConfigurationItem;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.GetConfigurationRequest;
import dev.mecha.protocol.runtime.v1.UnsubscribeConfigurationRequest;
import dev.mecha.spi.configuration.ConfigurationStore;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationGrpcTest {

  private final FakeItems store = new FakeItems();
  private final Registry<ConfigurationStore> stores = new Registry<>(Duration.ofSeconds(1));
  private final ConfigurationService service =
      new ConfigurationService(stores, (name, what, ok, nanos) -> {});
  private final ConfigurationGrpc grpc =
      new ConfigurationGrpc(service, new StreamSubscriptions(service, stores));

  private Map<String, ConfigurationItem> get(String name, String key) throws Exception {
    return FakeGrpcExchange.call(
            grpc.methods(),
            DaprGrpc.getGetConfigurationMethod(),
            GetConfigurationRequest.newBuilder().setStoreName(name).addKeys(key).build())
        .getItemsMap();
  }

  @Test
  void itemsAreMessages() throws Exception {
    stores.put("configstore", store);
    store.put("a", "one");
    assertThat(get("configstore", "a"))
        .isEqualTo(
            Map.of("a", ConfigurationItem.newBuilder().setValue("one").setVersion("1").build()));
    assertThat(get("configstore", "b")).isEmpty();
  }

  @Test
  void errorsHaveTheirCodeAsReason() throws Exception {
    assertFails("configstore", Code.FAILED_PRECONDITION, "ERR_CONFIGURATION_STORE_NOT_CONFIGURED");
    stores.put("configstore", store);
    assertFails("other", Code.INVALID_ARGUMENT, "ERR_CONFIGURATION_STORE_NOT_FOUND");
  }

  private void assertFails(String name, Code code, String reason) {
    assertThatThrownBy(() -> get(name, "a"))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.error().grpcCode()).isEqualTo(code);
              assertThat(e.error().details())
                  .containsExactly(new ErrorDetail.ErrorInfo(reason, Map.of()));
            });
  }

  @Test
  void streamsThatAreNotThereCannotBeEnded() throws Exception {
    var answer =
        FakeGrpcExchange.call(
            grpc.methods(),
            DaprGrpc.getUnsubscribeConfigurationMethod(),
            UnsubscribeConfigurationRequest.newBuilder()
                .setStoreName("configstore")
                .setId("x")
                .build());
    assertThat(answer.getOk()).isFalse();
    assertThat(answer.getMessage())
        .isEqualTo("failed to unsubscribe to configuration request x: subscription does not exist");
  }
}
