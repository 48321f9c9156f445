package dev.mecha.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.testing.Fault.Kind;
import dev.mecha.testing.Fault.Place;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultsTest {

  private static final Place STORE = new Place("store");

  private final Faults faults = new Faults();

  @Test
  void nothingGoesWrongUnlessSomebodySaysSo() {
    assertThat(faults.meet(STORE)).isEqualTo(new Faults.Effect(Duration.ZERO, null));
  }

  @Test
  void aFaultConcernsItsPlaceOnly() {
    Fault fault = faults.component("store").fail("why");
    assertThat(faults.meet(new Place("other")).fault()).isNull();
    assertThat(faults.meet(Place.APP).fault()).isNull();
    assertThat(faults.meet(STORE).fault()).isEqualTo(fault);
  }

  @Test
  void aFaultEndsWhenItHasMetItsCalls() {
    faults.component("store").times(2).drop();
    faults.meet(STORE);
    assertThat(faults.all()).hasSize(1);
    faults.meet(STORE);
    assertThat(faults.all()).isEmpty();
  }

  @Test
  void delaysAddUpAndTheFirstOfOtherFaultsCounts() {
    faults.component("store").delay(Duration.ofSeconds(1));
    faults.component("store").delay(Duration.ofSeconds(2));
    Fault first = faults.component("store").drop();
    faults.component("store").times(1).fail("not yet");
    assertThat(faults.meet(STORE)).isEqualTo(new Faults.Effect(Duration.ofSeconds(3), first));
    assertThat(faults.all()).hasSize(4);
  }

  @Test
  void aFaultOfTheSameNameTakesItsPlace() {
    faults.put(new Fault("one", STORE, Kind.DROP, Duration.ZERO, "", 0));
    faults.put(new Fault("one", STORE, Kind.CRASH, Duration.ZERO, "", 0));
    assertThat(faults.all()).extracting(Fault::kind).containsExactly(Kind.CRASH);
    assertThat(faults.isCrashed(STORE)).isTrue();
    assertThat(faults.remove("one")).isTrue();
    assertThat(faults.remove("one")).isFalse();
  }

  @Test
  void aFaultThatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> faults.component("store").delay(Duration.ZERO))
        .hasMessageContaining("delay: PT0S (expected: more than zero");
    assertThatThrownBy(() -> faults.component("store").times(-1).drop())
        .hasMessageContaining("times: -1");
    assertThatThrownBy(() -> new Fault("", STORE, Kind.DROP, Duration.ZERO, "", 0))
        .hasMessageContaining("name");
  }
}
