package dev.mecha.tck.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.configuration.ConfigurationStore;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** How a configuration store is found, begins and ends. */
public interface StoreLifeChecks extends ConfigurationFixture {

  @Test
  default void providerNamesKindAndTypes() {
    assertThat(provider().kind()).isEqualTo(ConfigurationStore.class);
    assertThat(provider().types())
        .isNotEmpty()
        .allSatisfy(type -> assertThat(type).startsWith("configuration.").isLowerCase());
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
  default void openStoreAnswersPings() throws InterruptedException {
    store().ping();
    store().ping();
  }

  @Test
  default void closedStoreRefusesCallsAndTellsNothing() throws Exception {
    ConfigurationStore closed = store();
    var watcher = new Watcher(open(), List.of(key("a")));
    closed.subscribe(List.of(key("a")), Map.of(), watcher);
    closed.close();
    put(key("a"), "one", "1");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> closed.get(List.of(key("a")), Map.of()));
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> closed.subscribe(List.of(key("a")), Map.of(), watcher));
    assertThatExceptionOfType(ComponentException.class).isThrownBy(closed::ping);
    assertThat(watcher.told()).isEmpty();
  }

  @Test
  default void closingTwiceIsNoError() {
    store().close();
    store().close();
  }
}
