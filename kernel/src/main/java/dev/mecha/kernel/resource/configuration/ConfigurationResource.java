package dev.mecha.kernel.resource.configuration;

import dev.mecha.kernel.resource.Origin;
import dev.mecha.kernel.resource.ResourceNode;
import dev.mecha.kernel.resource.YamlValue.Mapping;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The runtime's configuration: {@code spec} of {@code kind: Configuration}. What is not configured
 * has the value that the peer uses.
 *
 * @param httpPipeline {@code httpPipeline}: middleware before the API
 * @param appHttpPipeline {@code appHttpPipeline}: middleware before the application
 * @param tracing {@code tracing}
 * @param mtls {@code mtls}
 * @param metrics what is measured: the old and the new name of the section together
 * @param secretScopes {@code secrets.scopes}: at most one per secret store
 * @param accessControl {@code accessControl}: which applications may call this one
 * @param nameResolution {@code nameResolution}, or null for the default of the mode
 * @param features {@code features}: what is switched on and off
 * @param api {@code api}: which parts of the API are open
 * @param deniedComponents {@code components.deny}: {@code type} or {@code type/version}
 * @param apiLogging {@code logging.apiLogging}
 * @param wasmStrictSandbox {@code wasm.strictSandbox}
 * @param workflow {@code workflow}
 */
public record ConfigurationResource(
    Pipeline httpPipeline,
    Pipeline appHttpPipeline,
    Tracing tracing,
    Mtls mtls,
    Metrics metrics,
    List<SecretScope> secretScopes,
    AccessControl accessControl,
    @Nullable NameResolution nameResolution,
    Features features,
    ApiAccess api,
    List<String> deniedComponents,
    ApiLogging apiLogging,
    boolean wasmStrictSandbox,
    Workflow workflow) {

  /**
   * @return the configuration of a runtime that is given none
   */
  public static ConfigurationResource defaults() {
    return read(ResourceNode.of(new Mapping(Map.of(), Origin.NONE)));
  }

  /**
   * @param document a whole document
   * @return the configuration
   * @throws dev.mecha.kernel.resource.InvalidResourceException if a field has a wrong value
   */
  public static ConfigurationResource read(ResourceNode document) {
    ResourceNode spec = document.field("spec");
    ResourceNode nameResolution = spec.field("nameResolution");
    return new ConfigurationResource(
        Pipeline.read(spec.field("httpPipeline")),
        Pipeline.read(spec.field("appHttpPipeline")),
        Tracing.read(spec.field("tracing")),
        Mtls.read(spec.field("mtls")),
        Metrics.read(spec.field("metric"), spec.field("metrics")),
        SecretScope.readAll(spec.field("secrets").field("scopes")),
        AccessControl.read(spec.field("accessControl")),
        nameResolution.isPresent() ? NameResolution.read(nameResolution) : null,
        Features.read(spec.field("features")),
        ApiAccess.read(spec.field("api")),
        spec.field("components").field("deny").texts(),
        ApiLogging.read(spec.field("logging").field("apiLogging")),
        spec.field("wasm").field("strictSandbox").flag(false),
        Workflow.read(spec.field("workflow")));
  }
}
