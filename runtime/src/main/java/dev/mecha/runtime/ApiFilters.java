package dev.mecha.runtime;

import dev.mecha.kernel.filter.StandardFilters;
import dev.mecha.kernel.resource.configuration.ApiAccess;
import dev.mecha.kernel.resource.configuration.ConfigurationResource;
import dev.mecha.kernel.security.ApiAccessRule;
import dev.mecha.kernel.security.ApiAccessRules;
import dev.mecha.kernel.security.ApiToken;
import dev.mecha.runtime.options.SidecarOptions;
import java.util.List;

/** What every request of the API passes, as flags, environment and configuration say. */
final class ApiFilters {

  private ApiFilters() {}

  static StandardFilters.Options of(
      SidecarOptions options,
      ConfigurationResource configuration,
      Observability observability,
      Pipelines pipelines) {
    return new StandardFilters.Options(
        observability.traces().tracer(),
        options.appId(),
        observability.servers(),
        String.join(",", options.servers().allowedOrigins()),
        new ApiAccessRules(
            rules(configuration.api().allowed()), rules(configuration.api().denied())),
        ApiToken.of(options.environment().getOrDefault("DAPR_API_TOKEN", "")),
        pipelines.filters(),
        observability.apiLog(),
        System::nanoTime);
  }

  private static List<ApiAccessRule> rules(List<ApiAccess.Rule> written) {
    return written.stream()
        .map(rule -> new ApiAccessRule(rule.name(), rule.version(), rule.protocol()))
        .toList();
  }
}
