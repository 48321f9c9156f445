package dev.mecha.runtime;

import dev.mecha.block.metadata.MetadataContributor;
import dev.mecha.kernel.registry.RegisteredComponent;
import dev.mecha.kernel.resource.configuration.ConfigurationResource;
import dev.mecha.kernel.text.DurationText;
import dev.mecha.protocol.runtime.v1.ActorRuntime;
import dev.mecha.protocol.runtime.v1.AppConnectionHealthProperties;
import dev.mecha.protocol.runtime.v1.AppConnectionProperties;
import dev.mecha.protocol.runtime.v1.GetMetadataResponse;
import dev.mecha.protocol.runtime.v1.RegisteredComponents;
import dev.mecha.runtime.options.AppOptions;
import dev.mecha.runtime.options.SidecarOptions;
import java.util.List;
import java.util.function.Supplier;

/** What the runtime itself has to tell in the metadata API. */
final class RuntimeMetadata implements MetadataContributor {

  private final SidecarOptions options;
  private final ConfigurationResource configuration;
  private final Version version;
  private final Supplier<List<RegisteredComponent>> components;

  RuntimeMetadata(
      SidecarOptions options,
      ConfigurationResource configuration,
      Version version,
      Supplier<List<RegisteredComponent>> components) {
    this.options = options;
    this.configuration = configuration;
    this.version = version;
    this.components = components;
  }

  @Override
  public void contribute(GetMetadataResponse.Builder metadata) {
    metadata
        .setId(options.appId())
        .setRuntimeVersion(version.api())
        .addAllEnabledFeatures(configuration.features().names())
        .putExtendedMetadata("daprRuntimeVersion", version.api())
        .putExtendedMetadata("mechaVersion", version.mecha())
        .setAppConnectionProperties(app(options.app()))
        .setActorRuntime(
            ActorRuntime.newBuilder()
                .setRuntimeStatus(ActorRuntime.ActorRuntimeStatus.DISABLED)
                .setPlacement("placement: disconnected"));
    if (options.testMode()) {
      metadata.addEnabledFeatures("TestMode");
    }
    for (RegisteredComponent component : components.get()) {
      metadata.addRegisteredComponents(
          RegisteredComponents.newBuilder()
              .setName(component.name())
              .setType(component.type())
              .setVersion(component.version())
              .addAllCapabilities(component.capabilities()));
    }
  }

  private static AppConnectionProperties app(AppOptions app) {
    var properties =
        AppConnectionProperties.newBuilder()
            .setPort(app.port().orElse(0))
            .setProtocol(app.protocol())
            .setChannelAddress(app.channelAddress())
            .setMaxConcurrency(Math.max(0, app.maxConcurrency()));
    if (app.healthCheck()) {
      var health =
          AppConnectionHealthProperties.newBuilder()
              .setHealthProbeInterval(DurationText.of(app.healthProbeInterval()))
              .setHealthProbeTimeout(DurationText.of(app.healthProbeTimeout()))
              .setHealthThreshold(app.healthThreshold());
      if (!app.protocol().startsWith("grpc")) {
        health.setHealthCheckPath(app.healthCheckPath());
      }
      properties.setHealth(health);
    }
    return properties.build();
  }
}
