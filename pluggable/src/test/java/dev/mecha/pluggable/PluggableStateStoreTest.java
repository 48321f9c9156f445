package dev.mecha.pluggable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import dev.mecha.tck.StateStoreTck;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PluggableStateStoreTest extends StateStoreTck {

  /** The in-memory store, by way of a socket. */
  public static final class Provider extends Looped<StateStore> {
    /** For the service loader. */
    public Provider() {
      super(StateStore.class, "state", "in-memory");
    }
  }

  @Override
  public ComponentProvider<StateStore> provider() {
    return new Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public boolean honoursClock() {
    return false;
  }

  @Test
  void offersWhatTheProtocolHas() {
    assertThat(store().features())
        .containsExactlyInAnyOrder(
            StateFeature.ETAG, StateFeature.TRANSACTIONAL, StateFeature.TTL, StateFeature.BULK_GET);
  }
}
