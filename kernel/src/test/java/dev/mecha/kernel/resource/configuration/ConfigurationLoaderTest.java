package dev.mecha.kernel.resource.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.resource.ResourceLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationLoaderTest {

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();

  private ConfigurationResource load(String... texts) throws IOException, ResourceLoadException {
    var files = new ArrayList<Path>();
    for (String text : texts) {
      files.add(Files.writeString(directory.resolve(files.size() + ".yaml"), text));
    }
    return new ConfigurationLoader(environment::get).load(files);
  }

  @Test
  void defaults() throws Exception {
    var expected =
        new ConfigurationResource(
            new Pipeline(List.of()),
            new Pipeline(List.of()),
            new Tracing("", false, "", new Tracing.Otel("", "", true, Map.of(), null)),
            new Mtls(false, Duration.ofHours(24), Duration.ofMinutes(15), "", "", List.of()),
            new Metrics(
                true,
                false,
                new Metrics.Http(true, List.of(), false),
                List.of(),
                new Metrics.WorkflowLatency(List.of(), Duration.ofMillis(1)),
                List.of()),
            List.of(),
            new AccessControl("", "public", List.of()),
            null,
            new Features(List.of("HotReload", "WorkflowsRemoteActivityReminder")),
            new ApiAccess(List.of(), List.of()),
            List.of(),
            new ApiLogging(false, false, false),
            false,
            new Workflow(
                0, 0, 0, 0, List.of(), List.of(), new Workflow.Retention(null, null, null, null)));
    assertThat(ConfigurationResource.defaults()).isEqualTo(expected);
    assertThat(load()).isEqualTo(expected);
    assertThat(load("")).isEqualTo(expected);
    assertThat(load("# nothing\n", "apiVersion: dapr.io/v1alpha1\nkind: Configuration\nspec:\n"))
        .isEqualTo(expected);
  }

  @Test
  void fullMapping() throws Exception {
    ConfigurationResource configuration =
        load(
            """
            apiVersion: dapr.io/v1alpha1
            kind: Configuration
            metadata:
              name: full
            spec:
              httpPipeline:
                handlers:
                  - {name: upper, type: middleware.http.uppercase, version: v2, selector: {fields: []}}
              appHttpPipeline:
                handlers:
                  - {name: alias, type: middleware.http.routeralias}
              tracing:
                samplingRate: 0.5
                stdout: true
                zipkin: {endpointAddress: "http://zipkin:9411"}
                otel:
                  protocol: grpc
                  endpointAddress: collector:4317
                  isSecure: false
                  headers: ["authorization=Bearer s3cret=", {name: tenant, value: 7}]
                  timeout: 1500ms
              mtls:
                enabled: true
                workloadCertTTL: 1h
                allowedClockSkew: 1m
                sentryAddress: sentry:50001
                controlPlaneTrustDomain: cluster.local
                tokenValidators:
                  - {name: jwks, options: {minRefreshInterval: 2m, retries: 3}}
              metric:
                enabled: false
                recordErrorCodes: true
                http: {increasedCardinality: false, pathMatching: ["/orders/{id}"], excludeVerbs: true}
                latencyDistributionBuckets: [1, 10]
                workflow: {latencyDistributionBuckets: [1, 60], latencyDistributionUnits: 1s}
                rules:
                  - name: dapr_runtime
                    labels:
                      - name: method
                        regex: {orders/TEST: "orders/.+"}
              secrets:
                scopes:
                  - {storeName: vault, defaultAccess: Deny, allowedSecrets: [a], deniedSecrets: [b]}
              accessControl:
                defaultAction: deny
                trustDomain: td
                policies:
                  - appId: caller
                    defaultAction: allow
                    trustDomain: td2
                    namespace: ns
                    operations:
                      - {name: /op/*, httpVerb: [GET, POST], action: deny}
              nameResolution:
                component: consul
                version: v1
                configuration: {selfRegister: true}
              features:
                - {name: ActorStateTTL, enabled: true}
                - {name: HotReload, enabled: false}
              api:
                allowed:
                  - {name: state, version: v1, protocol: http}
                denied:
                  - {name: invoke, version: v1, protocol: grpc}
              components:
                deny: [bindings.smtp, state.redis/v1]
              logging:
                apiLogging: {enabled: true, obfuscateURLs: true, omitHealthChecks: true}
              wasm:
                strictSandbox: true
              workflow:
                maxConcurrentWorkflowInvocations: 1
                maxConcurrentActivityInvocations: 2
                globalMaxConcurrentWorkflowInvocations: 3
                globalMaxConcurrentActivityInvocations: 4
                workflowConcurrencyLimits: [{name: w, maxConcurrent: 5}]
                activityConcurrencyLimits: [{name: a, maxConcurrent: 6}]
                stateRetentionPolicy: {anyTerminal: 72h, completed: 0s, failed: 1m, terminated: 2m}
            """);
    NameResolution resolution = Objects.requireNonNull(configuration.nameResolution());
    assertThat(configuration)
        .isEqualTo(
            new ConfigurationResource(
                new Pipeline(
                    List.of(new Pipeline.Handler("upper", "middleware.http.uppercase", "v2"))),
                new Pipeline(
                    List.of(new Pipeline.Handler("alias", "middleware.http.routeralias", ""))),
                new Tracing(
                    "0.5",
                    true,
                    "http://zipkin:9411",
                    new Tracing.Otel(
                        "grpc",
                        "collector:4317",
                        false,
                        Map.of("authorization", "Bearer s3cret=", "tenant", "7"),
                        Duration.ofMillis(1500))),
                new Mtls(
                    true,
                    Duration.ofHours(1),
                    Duration.ofMinutes(1),
                    "sentry:50001",
                    "cluster.local",
                    List.of(
                        new Mtls.TokenValidator(
                            "jwks", Map.of("minRefreshInterval", "2m", "retries", "3")))),
                new Metrics(
                    false,
                    true,
                    new Metrics.Http(false, List.of("/orders/{id}"), true),
                    List.of(1, 10),
                    new Metrics.WorkflowLatency(List.of(1, 60), Duration.ofSeconds(1)),
                    List.of(
                        new Metrics.Rule(
                            "dapr_runtime",
                            List.of(
                                new Metrics.Label("method", Map.of("orders/TEST", "orders/.+")))))),
                List.of(new SecretScope("vault", false, Set.of("a"), Set.of("b"))),
                new AccessControl(
                    "deny",
                    "td",
                    List.of(
                        new AccessControl.Policy(
                            "caller",
                            "allow",
                            "td2",
                            "ns",
                            List.of(
                                new AccessControl.Operation(
                                    "/op/*", List.of("GET", "POST"), "deny"))))),
                resolution,
                new Features(List.of("ActorStateTTL", "WorkflowsRemoteActivityReminder")),
                new ApiAccess(
                    List.of(new ApiAccess.Rule("state", "v1", "http")),
                    List.of(new ApiAccess.Rule("invoke", "v1", "grpc"))),
                List.of("bindings.smtp", "state.redis/v1"),
                new ApiLogging(true, true, true),
                true,
                new Workflow(
                    1,
                    2,
                    3,
                    4,
                    List.of(new Workflow.NamedLimit("w", 5)),
                    List.of(new Workflow.NamedLimit("a", 6)),
                    new Workflow.Retention(
                        Duration.ofHours(72),
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2)))));
    assertThat(resolution.component()).isEqualTo("consul");
    assertThat(resolution.version()).isEqualTo("v1");
    assertThat(resolution.configuration().field("selfRegister").flag(false)).isTrue();
    assertThat(configuration.toString()).doesNotContain("s3cret");
  }

  @Test
  void metricsComesBeforeMetricFieldByField() throws Exception {
    Metrics metrics =
        load("""
        spec:
          metric:
            enabled: false
            recordErrorCodes: true
            http: {increasedCardinality: false, excludeVerbs: true}
            rules: [{name: old}]
            latencyDistributionBuckets: [1]
          metrics:
            enabled: true
            http: {pathMatching: [/a]}
            rules: []
            latencyDistributionBuckets: [2]
        """)
            .metrics();
    assertThat(metrics.enabled()).isTrue();
    assertThat(metrics.recordErrorCodes()).isTrue();
    assertThat(metrics.http()).isEqualTo(new Metrics.Http(true, List.of("/a"), false));
    assertThat(metrics.rules()).containsExactly(new Metrics.Rule("old", List.of()));
    assertThat(metrics.latencyBuckets()).containsExactly(2);
  }

  @Test
  void laterFilesAreLaidOverEarlierOnes() throws Exception {
    ConfigurationResource configuration =
        load(
            """
            spec:
              tracing: {samplingRate: "1", stdout: true, otel: {isSecure: false, protocol: http}}
              components: {deny: [a, b]}
              accessControl: {defaultAction: deny}
              nameResolution: {component: consul, configuration: {a: 1, b: 2}}
              logging: {apiLogging: {enabled: true}}
            """,
            """
            spec:
              tracing: {samplingRate: "0", otel: {protocol: grpc}}
              components: {deny: [c]}
              nameResolution: {configuration: {b: 3}}
              logging: null
            """);
    assertThat(configuration.tracing().samplingRate()).isEqualTo("0");
    assertThat(configuration.tracing().stdout()).isTrue();
    assertThat(configuration.tracing().otel().secure()).isFalse();
    assertThat(configuration.tracing().otel().protocol()).isEqualTo("grpc");
    assertThat(configuration.deniedComponents()).containsExactly("c");
    assertThat(configuration.accessControl().defaultAction()).isEqualTo("deny");
    assertThat(configuration.apiLogging().enabled()).isFalse();
    NameResolution resolution = Objects.requireNonNull(configuration.nameResolution());
    assertThat(resolution.component()).isEqualTo("consul");
    assertThat(resolution.configuration().field("a").isPresent()).isFalse();
    assertThat(resolution.configuration().field("b").integer(0)).isEqualTo(3);
  }

  @Test
  void environmentVariablesArePutInBeforeParsing() throws Exception {
    environment.put("RATE", "0.25");
    environment.put("SECTION", "stdout: true");
    Tracing tracing =
        load("spec:\n  tracing:\n    samplingRate: $RATE\n    ${SECTION}\n").tracing();
    assertThat(tracing.samplingRate()).isEqualTo("0.25");
    assertThat(tracing.stdout()).isTrue();
  }

  @Test
  void whatIsWrongIsSaidWithItsPlace() {
    assertWrong(
        "spec:\n  metric:\n    enabled: maybe\n",
        ":3: spec.metric.enabled: \"maybe\" (expected: true or false)");
    assertWrong(
        "spec:\n  metrics:\n    latencyDistributionBuckets: [1, x]\n",
        ":3: spec.metrics.latencyDistributionBuckets[1]: \"x\" (expected: a whole number of 32"
            + " bits)");
    assertWrong(
        "spec:\n  mtls:\n    workloadCertTTL: long\n",
        ":3: spec.mtls.workloadCertTTL: \"long\" (expected: a duration such as 30s, 500ms or"
            + " 1h30m)");
    assertWrong("spec: []\n", ":1: spec: a list (expected: a mapping)");
    assertWrong("- a\n", ":1: the document: a list (expected: a mapping)");
    assertWrong("spec:\n\tmetric: x\n", ":2: not YAML: ");
    assertWrong(
        "spec:\n  secrets:\n    scopes:\n      - {storeName: a}\n      - {storeName: a}\n",
        ":5: spec.secrets.scopes[1].storeName: \"a\" (expected: one scope per store; a storeName is"
            + " repeated in secrets configuration)");
    assertWrong(
        "spec: {secrets: {scopes: [{storeName: a, defaultAccess: perhaps}]}}",
        "\"perhaps\" (expected: defaultAccess can be either allow or deny)");
  }

  private void assertWrong(String text, String problem) {
    assertThatThrownBy(() -> load(text))
        .isInstanceOf(ResourceLoadException.class)
        .hasMessageStartingWith(directory.resolve("0.yaml").toString())
        .hasMessageContaining(problem);
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    Path missing = directory.resolve("missing.yaml");
    assertThatThrownBy(() -> new ConfigurationLoader(environment::get).load(List.of(missing)))
        .isInstanceOf(ResourceLoadException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void ofAFeatureThatIsListedTwiceTheLaterEntryCounts() throws Exception {
    Features features =
        load("spec: {features: [{name: A, enabled: true}, {name: A, enabled: false}, {name: B,"
                + " enabled: false}, {name: B, enabled: true}, {name: '', enabled: true}]}")
            .features();
    assertThat(features.names())
        .containsExactly("B", "HotReload", "WorkflowsRemoteActivityReminder");
    assertThat(features.enabled("HotReload")).isTrue();
    assertThat(features.enabled("A")).isFalse();
  }

  @Test
  void secretScopes() {
    var open = new SecretScope("s", true, Set.of(), Set.of("no"));
    assertThat(open.allows("any")).isTrue();
    assertThat(open.allows("no")).isFalse();
    var closed = new SecretScope("s", false, Set.of(), Set.of());
    assertThat(closed.allows("any")).isFalse();
    var listed = new SecretScope("s", false, Set.of("yes"), Set.of("yes"));
    assertThat(listed.allows("yes")).isTrue();
    assertThat(listed.allows("any")).isFalse();
  }
}
