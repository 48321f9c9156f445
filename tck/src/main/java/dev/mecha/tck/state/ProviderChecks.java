package dev.mecha.tck.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.StateStore;
import java.util.Locale;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The store can be found. */
public interface ProviderChecks extends StateStoreFixture {

  @Test
  default void providerNamesKindTypesAndVersions() {
    ComponentProvider<StateStore> provider = provider();
    assertThat(provider.kind()).isEqualTo(StateStore.class);
    assertThat(provider.types())
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allSatisfy(type -> assertThat(type).startsWith("state.").isEqualTo(lower(type)));
    assertThat(provider.versions())
        .isNotEmpty()
        .allSatisfy(version -> assertThat(version).matches("v\\d[a-z0-9]*"));
  }

  @Test
  default void providerIsAService() {
    Class<?> wanted = provider().getClass();
    assertThat(
            ServiceLoader.load(ComponentProvider.class).stream()
                .map(ServiceLoader.Provider::type)
                .anyMatch(wanted::equals))
        .isTrue();
  }

  @Test
  default void featuresAreConstant() {
    assertThat(store().features()).isEqualTo(store().features());
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
