package dev.mecha.testing;

import dev.mecha.kernel.channel.AppCallbacks;
import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.PeerChannel;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.registry.ComponentKind;
import dev.mecha.kernel.registry.ComponentKinds;
import dev.mecha.kernel.surround.Surroundings;
import dev.mecha.spi.Component;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.time.VirtualClock;
import java.util.List;

/** A sidecar in the hand of a test: its clock, what goes wrong, and what was done. */
public final class TestMode implements Surroundings {

  private final VirtualClock clock;
  private final Faults faults = new Faults();
  private final Recordings recordings = new Recordings();

  /**
   * @param clock of the sidecar
   */
  public TestMode(VirtualClock clock) {
    this.clock = clock;
  }

  /**
   * @return the sidecar's clock
   */
  public VirtualClock clock() {
    return clock;
  }

  /**
   * @return what goes wrong
   */
  public Faults faults() {
    return faults;
  }

  /**
   * @return what was done
   */
  public Recordings recordings() {
    return recordings;
  }

  private FaultSite site(Fault.Place place) {
    return new FaultSite(faults, place, clock);
  }

  @Override
  public <C extends Component> C inside(ComponentKind<C> kind, C component, String name) {
    FaultSite site = site(new Fault.Place(name));
    Class<C> type = kind.type();
    return switch (component) {
      case PubSub broker -> type.cast(new FaultyPubSub(broker, site));
      case Binding binding -> type.cast(new TestedBinding(binding, name, site, recordings));
      default ->
          kind.equals(ComponentKinds.MIDDLEWARE)
              ? component // it has a powers of its own that only its class shows
              : FaultyComponent.around(type, component, site);
    };
  }

  @Override
  public <C extends Component> C outside(ComponentKind<C> kind, C component, String name) {
    return switch (component) {
      case PubSub broker -> kind.type().cast(new RecordingPubSub(broker, name, recordings));
      case StateStore store -> kind.type().cast(new RecordingStateStore(store, name, recordings));
      default -> component;
    };
  }

  @Override
  public AppChannel app(AppChannel channel) {
    return new TestedApp(channel, site(Fault.Place.APP), recordings);
  }

  @Override
  public AppCallbacks app(AppCallbacks callbacks) {
    return new TestedCallbacks(callbacks, site(Fault.Place.APP), recordings);
  }

  @Override
  public PeerChannel peers(PeerChannel channel) {
    return new RecordingPeers(channel, recordings);
  }

  @Override
  public List<Filter> filters() {
    return List.of(new WaitedFor(clock));
  }

  @Override
  public List<BuildingBlock> blocks() {
    return List.of(new TestBlock(this));
  }
}
