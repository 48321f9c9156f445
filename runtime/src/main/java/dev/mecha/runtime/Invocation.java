package dev.mecha.runtime;

import dev.mecha.block.invoke.ForwardedHeaders;
import dev.mecha.block.invoke.InvokeBlock;
import dev.mecha.block.invoke.InvokePolicies;
import dev.mecha.block.invoke.LocalApp;
import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.EndpointChannel;
import dev.mecha.kernel.channel.HttpEndpoint;
import dev.mecha.kernel.channel.PeerChannel;
import dev.mecha.kernel.observe.AccessControlMetrics;
import dev.mecha.kernel.observe.InvocationMetrics;
import dev.mecha.kernel.observe.LogIdentity;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.kernel.resource.InvalidResourceException;
import dev.mecha.kernel.resource.configuration.AccessControl;
import dev.mecha.kernel.resource.configuration.ConfigurationResource;
import dev.mecha.kernel.security.AccessControlList;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.spi.time.Time;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts service invocation together: who is found where, and what lies between. A sidecar that
 * starts anew keeps its name resolution if that is configured as before: nobody loses sight of it.
 */
final class Invocation implements AutoCloseable {

  private final SidecarOptions options;
  private final AppIdentity identity;
  private final NameResolution names;
  private final @Nullable AccessControlList rules;
  private final AccessControlMetrics decisions;
  private final InvocationMetrics calls;
  private final boolean inherited;
  private boolean closesNames;

  /**
   * @param predecessor what is to be replaced, or null
   * @throws SidecarException naming what is wrong with the configuration
   */
  Invocation(
      SidecarOptions options,
      AppIdentity identity,
      ConfigurationResource configuration,
      Components components,
      Observability observability,
      House house,
      @Nullable Invocation predecessor)
      throws SidecarException {
    this.options = options;
    this.identity = identity;
    try {
      var spec =
          NameResolverSpec.of(configuration.nameResolution(), options.mode(), options.home());
      this.inherited = predecessor != null && predecessor.names.isOf(spec);
      this.names =
          predecessor != null && inherited
              ? predecessor.names
              : new NameResolution(spec, house.catalog(), house.offload(), components.listener());
      this.closesNames = !inherited;
      this.rules = rules(configuration.accessControl());
    } catch (InvalidResourceException | IllegalArgumentException e) {
      throw new SidecarException("error in configuration: " + e.getMessage(), e);
    }
    this.decisions = new AccessControlMetrics(observability.registry());
    this.calls = new InvocationMetrics(observability.registry(), observability.latencies());
  }

  /** Null if everybody may call everything: then nothing is looked up and nothing counted. */
  private @Nullable AccessControlList rules(AccessControl written) {
    boolean open =
        written.policies().isEmpty() && !written.defaultAction().equalsIgnoreCase("deny");
    return open ? null : new AccessControlList(written, speaksHttp());
  }

  private boolean speaksHttp() {
    return !options.app().protocol().startsWith("grpc");
  }

  /**
   * @param app to the application here, or null if there is none
   * @param peers to other sidecars
   * @param outside to services that are no applications
   * @param endpoints the service of a name, or null
   * @param guards what surrounds calls
   * @param internalPort where other sidecars call this one
   * @return the building block
   */
  InvokeBlock block(
      @Nullable AppChannel app,
      PeerChannel peers,
      EndpointChannel outside,
      Function<String, @Nullable HttpEndpoint> endpoints,
      Guards guards,
      IntSupplier internalPort) {
    return new InvokeBlock(
        identity,
        new InvokeBlock.Ways(
            new LocalApp(app, rules, speaksHttp(), decisions, calls),
            names.discovery(),
            internalPort,
            peers,
            outside,
            endpoints),
        InvokePolicies.of(guards),
        new ForwardedHeaders(() -> HostAddress.find(options.environment()), LogIdentity.hostName()),
        calls);
  }

  /**
   * Makes this sidecar known; its servers are up. Who is alive shows by the time of the machine,
   * whatever the clock of this sidecar says.
   */
  void announce(int httpPort, int internalPort, @Nullable Invocation predecessor) {
    if (predecessor != null) {
      predecessor.leaveNamesTo(this);
    }
    if (!inherited) {
      names.start(
          () -> NameResolution.instance(options, identity, httpPort, internalPort), Time.system());
    }
  }

  private void leaveNamesTo(Invocation successor) {
    if (successor.inherited) {
      successor.closesNames = true;
      closesNames = false;
    } else {
      close(); // first, since it may be the same register
    }
  }

  /** Takes the registration back, so that nobody new calls. */
  @Override
  public void close() {
    if (closesNames) {
      names.close();
    }
  }
}
