package dev.mecha.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.registry.ComponentKinds;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.time.VirtualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FaultyComponentTest {

  private static final SetRequest WRITE = SetRequest.of("k", new byte[] {1});

  private final TestMode mode = new TestMode(new VirtualClock(Instant.EPOCH));
  private final List<String> done = new ArrayList<>();
  private final StateStore store = mode.inside(ComponentKinds.STATE, new Notes(), "store");

  /** Notes what it is asked. */
  private final class Notes implements StateStore {

    @Override
    public Set<StateFeature> features() {
      return Set.of(StateFeature.TTL);
    }

    @Override
    public @Nullable StateValue get(GetRequest request) {
      done.add("get");
      return null;
    }

    @Override
    public void set(SetRequest request) {
      done.add("set");
    }

    @Override
    public void delete(DeleteRequest request) {
      throw ETagException.mismatch(request.key());
    }

    @Override
    public void close() {
      done.add("close");
    }
  }

  @Test
  void withoutAFaultItIsTheComponent() throws Exception {
    store.set(WRITE);
    assertThat(store.get(GetRequest.of("k"))).isNull();
    assertThat(done).containsExactly("set", "get");
    assertThatThrownBy(() -> store.delete(DeleteRequest.of("k"))).isInstanceOf(ETagException.class);
  }

  @Test
  void aWriteThatIsDroppedIsNotDoneAndAReadIs() throws Exception {
    mode.faults().component("store").drop();
    store.set(WRITE);
    store.get(GetRequest.of("k"));
    assertThat(done).containsExactly("get");
  }

  @Test
  void whatTellsAboutItAndItsEndNeverFail() {
    mode.faults().component("store").crash();
    assertThatThrownBy(() -> store.set(WRITE))
        .isInstanceOf(ComponentException.class)
        .hasMessage("component store has crashed, since the test says so");
    assertThatThrownBy(store::ping).isInstanceOf(ComponentException.class);
    assertThat(store.features()).containsExactly(StateFeature.TTL);
    assertThat(store.neverHoldsCarrier()).isFalse();
    assertThat(store.maxTransactionOperations()).isZero();
    store.close();
    assertThat(done).containsExactly("close");
  }

  @Test
  void itIsEqualToItself() {
    assertThat(Set.of(store)).contains(store);
  }
}
