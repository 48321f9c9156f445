package dev.mecha.kernel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.testing.LogCapture;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.secret.SecretStore;
import dev.mecha.spi.state.StateStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentCatalogTest {

  private static final ComponentProvider<?> FIRST = provider("state.a", "v1");
  private static final ComponentProvider<?> SECOND = provider("state.a", "v2", "v3");
  private static final ComponentProvider<?> SHADOWED = provider("state.a", "v1");
  private static final ComponentProvider<?> SECRET =
      FakeProvider.of(
          SecretStore.class, "state.secret", context -> new FakeSecretStore(context, Map.of()));

  private final ComponentCatalog catalog =
      new ComponentCatalog(
          List.of(
              type -> type.equals("state.a") ? List.of(FIRST, SECOND) : List.of(),
              type ->
                  switch (type) {
                    case "state.a" -> List.of(SHADOWED);
                    case "state.secret" -> List.of(SECRET);
                    default -> List.of();
                  }));

  private static FakeProvider<StateStore> provider(String type, String... versions) {
    return new FakeProvider<>(
        StateStore.class, List.of(type), Set.of(versions), FakeStateStore::new);
  }

  private @Nullable ComponentProvider<?> find(String type, String version) {
    return catalog.find(ComponentKinds.STATE, type, version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v0", "V0", "v1", "V1"})
  void theInitialVersionHasManyNames(String version) {
    assertThat(find("state.a", version)).isSameAs(FIRST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "V2", "v3"})
  void otherVersionsHaveOne(String version) {
    assertThat(find("state.a", version)).isSameAs(SECOND);
  }

  @Test
  void typesAreFoundInAnyCase() {
    assertThat(find("state.A", "v1")).isSameAs(FIRST);
  }

  @ParameterizedTest
  @CsvSource({"state.b,v1", "state.a,v4", "state.a,1", "state.a,v", "state,v1", "'',v1"})
  void whatIsNotThereIsNotFound(String type, String version) {
    assertThat(find(type, version)).isNull();
  }

  @Test
  void aProviderOfAnotherKindIsNotTaken() {
    try (var log = LogCapture.of("dapr.runtime.registry")) {
      assertThat(find("state.secret", "v1")).isNull();
      assertThat(log.lines()).hasSize(1).first().asString().contains("makes no state store");
    }
  }

  @Test
  void theClassPathIsSearchedOnFirstUse() {
    var providers = new ClassPathProviders(ComponentCatalogTest.class.getClassLoader());
    assertThat(providers.providers("state.not-there")).isEmpty();
  }

  @Test
  void denyLists() {
    assertDenied(List.of("state.a"), true, "state.a", "v1");
    assertDenied(List.of("state.a"), true, "state.A", "v2");
    assertDenied(List.of("state.a/v1"), true, "state.a", "v1");
    assertDenied(List.of("state.a/v1"), true, "state.a", "V0");
    assertDenied(List.of("state.a/v1"), false, "state.a", "v2");
    assertDenied(List.of("state.a"), false, "state.ab", "v1");
    assertDenied(List.of("state.a/v1/x", ""), false, "state.a", "v1");
    assertDenied(List.of("x"), true, "state.a", "");
    assertDenied(List.of("x"), true, "", "v1");
    assertDenied(List.of(), false, "state.a", "");
  }

  private static void assertDenied(List<String> deny, boolean denied, String type, String version) {
    var component = ComponentResource.of("c", type, version, List.of());
    try (var log = LogCapture.of("dapr.runtime.authorizer")) {
      assertThat(new ComponentDenyList(deny).allows(component))
          .as("%s denies %s", deny, component)
          .isEqualTo(!denied);
      assertThat(log.lines()).hasSize(denied ? 1 : 0);
    }
  }
}
