package dev.mecha.tck.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.PubSub;
import java.util.Locale;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The component can be found. */
public interface PubSubProviderChecks extends PubSubFixture {

  @Test
  default void providerNamesKindTypesAndVersions() {
    ComponentProvider<PubSub> provider = provider();
    assertThat(provider.kind()).isEqualTo(PubSub.class);
    assertThat(provider.types())
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allSatisfy(
            type ->
                assertThat(type).startsWith("pubsub.").isEqualTo(type.toLowerCase(Locale.ROOT)));
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
    assertThat(pubSub().features()).isEqualTo(pubSub().features());
  }
}
