package dev.mecha.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.channel.HttpEndpoint;
import dev.mecha.kernel.resource.HttpEndpointResource;
import dev.mecha.kernel.resource.MetadataItem;
import dev.mecha.kernel.resource.MetadataResolver;
import dev.mecha.kernel.resource.Origin;
import dev.mecha.kernel.resource.SecretKeyRef;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.secret.SecretStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets in the headers of services outside. */
class HttpEndpointsTest {

  private final Vault vault = new Vault();
  private final HttpEndpoints endpoints =
      new HttpEndpoints(
          new MetadataResolver(new AppIdentity("shop", ""), "", "", name -> null, UUID::randomUUID),
          name -> vault);

  /** Has one secret, unless it is sealed. */
  private static final class Vault implements SecretStore {
    private String secret = "first";
    private boolean sealed;

    @Override
    public @Nullable Map<String, String> get(String name, Map<String, String> metadata) {
      if (sealed) {
        throw new ComponentException("sealed");
      }
      return Map.of("key", secret);
    }

    @Override
    public Map<String, Map<String, String>> getAll(Map<String, String> metadata) {
      return Map.of();
    }

    @Override
    public void close() {}
  }

  private static HttpEndpointResource outside(String name) {
    var header = new MetadataItem("x-key", null, new SecretKeyRef("name", "key"), "");
    return new HttpEndpointResource(
        name,
        "",
        "http://127.0.0.1:1",
        List.of(header),
        null,
        null,
        null,
        "vault",
        List.of(),
        new Origin("file", 0, 1));
  }

  @BeforeEach
  void replace() throws Exception {
    endpoints.replace(List.of(outside("outside")));
  }

  private HttpEndpoint endpoint() {
    return Objects.requireNonNull(endpoints.find("outside"));
  }

  @Test
  void aChangedSecretIsSentFromTheNextLookOn() throws Exception {
    assertThat(endpoint().headers().first("x-key")).isEqualTo("first");
    vault.secret = "second";
    endpoints.refresh();
    assertThat(endpoint().headers().first("x-key")).isEqualTo("second");
  }

  @Test
  void whatHasNotChangedKeepsItsConnections() throws Exception {
    HttpEndpoint before = endpoint();
    endpoints.refresh();
    assertThat(endpoint()).isSameAs(before);
  }

  @Test
  void aSealedVaultTakesNothingAway() throws Exception {
    vault.sealed = true;
    endpoints.refresh();
    assertThat(endpoint().headers().first("x-key")).isEqualTo("first");
  }

  @Test
  void anEndpointWithoutItsSecretIsNamedAndNothingChanges() {
    vault.sealed = true;
    assertThatExceptionOfType(SidecarException.class)
        .isThrownBy(() -> endpoints.replace(List.of(outside("other"))))
        .withMessageStartingWith("failed to load HTTP endpoint other: ");
    assertThat(endpoints.names()).containsExactly("outside");
  }
}
