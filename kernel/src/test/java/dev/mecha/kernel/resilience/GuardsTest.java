package dev.mecha.kernel.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.resource.ResiliencyResource;
import dev.mecha.kernel.testing.LogCapture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardsTest {

  private final VirtualTiming timing = new VirtualTiming();
  private final List<String> events = new ArrayList<>();
  private final Guards guards = new Guards(timing, RandomGenerator.of("Random"), new Listener());

  private final class Listener implements GuardListener {
    @Override
    public void loaded(String resource, String namespace) {
      events.add("loaded " + resource);
    }

    @Override
    public void applied(Target target, PolicyKind policy, String state) {
      events.add("applied " + policy.label() + " " + target.name() + " " + state);
    }

    @Override
    public void activated(Target target, PolicyKind policy, String state) {
      events.add("activated " + policy.label() + " " + target.name() + " " + state);
    }
  }

  private void load(String... specs) {
    var resources = new ArrayList<ResiliencyResource>();
    for (String spec : specs) {
      resources.add(Resiliencies.of("r" + resources.size(), spec));
    }
    guards.replace(resources);
  }

  private Guard component(String name, Direction direction) {
    return guards.component(name, ComponentType.STATE_STORE, direction);
  }

  /** How often a guard tries what always fails; 0 if an open breaker lets nothing through. */
  private static int tries(Guard guard) {
    var tries = new AtomicInteger();
    assertThatThrownBy(
            () ->
                guard.run(
                    () -> {
                      tries.incrementAndGet();
                      throw new IOException("failure");
                    }))
        .isInstanceOfAny(IOException.class, CircuitOpenException.class);
    return tries.get();
  }

  private static String retry(String name, int maxRetries) {
    return name + ": {maxRetries: " + maxRetries + ", duration: 1s}";
  }

  @Test
  void withoutResourcesNothingIsGuarded() {
    assertThat(guards.app("a", "a:m")).isSameAs(Guard.NONE);
    assertThat(guards.actor("t", "i")).isSameAs(Guard.NONE);
    assertThat(guards.actorTurn("t", "i")).isSameAs(Guard.NONE);
    assertThat(tries(component("c", Direction.OUTBOUND))).isEqualTo(1);
    assertThat(guards.hasAppTarget("a")).isFalse();
    assertThat(guards.hasActorTarget("t")).isFalse();
    assertThat(events).isEmpty();
  }

  /** The policy that is third of those that are defined has two retries, and so on. */
  @ParameterizedTest
  @CsvSource({
    // what is defined, from none to two retries; tries of: app, actor, store out, store in
    "'',                                              3, 3, 3, 3",
    "App Actor StatestoreComponentOutbound,           1, 2, 3, 1",
    "Component '' App,                                3, 2, 1, 1",
    "ComponentOutbound Component StatestoreComponentInbound, 1, 1, 1, 3",
    "Component StatestoreComponentOutbound,           1, 1, 2, 1",
    "PubsubComponentOutbound Actor,                   1, 2, 1, 1",
  })
  void theMostSpecificDefaultApplies(
      String defined, int app, int actor, int outbound, int inbound) {
    List<String> levels =
        Arrays.stream(defined.split(" ")).map(level -> level.replace("'", "")).toList();
    String policies =
        defined.isEmpty()
            ? retry("DefaultRetryPolicy", 2)
            : levels.stream()
                .map(level -> retry("Default" + level + "RetryPolicy", levels.indexOf(level)))
                .collect(Collectors.joining(", "));
    load("policies: {retries: {" + policies + "}}");
    assertThat(tries(guards.app("a", "a:m"))).isEqualTo(app);
    assertThat(tries(guards.actor("t", "i"))).isEqualTo(actor);
    assertThat(tries(component("c", Direction.OUTBOUND))).isEqualTo(outbound);
    assertThat(tries(component("c", Direction.INBOUND))).isEqualTo(inbound);
    assertThat(guards.hasAppTarget("a")).isFalse();
  }

  @Test
  void eachClassOfPoliciesHasItsOwnDefault() {
    load(
        "policies: {retries: {"
            + retry("DefaultAppRetryPolicy", 1)
            + "}, timeouts: {DefaultTimeoutPolicy: 1s}}");
    assertThatThrownBy(
            () ->
                guards
                    .app("a", "a:m")
                    .run(
                        () -> {
                          timing.advance(Duration.ofSeconds(2));
                          return "late";
                        }))
        .isInstanceOf(GuardTimeoutException.class);
    assertThat(events)
        .containsExactly(
            "loaded r0",
            "applied timeout app_a ",
            "applied retry app_a ",
            "activated timeout app_a ",
            "activated retry app_a ");
  }

  @Test
  void aTargetGetsWhatItNamesAndNothingElse() {
    load(
        "policies: {retries: {"
            + retry("DefaultRetryPolicy", 9)
            + ", "
            + retry("own", 1)
            + "}}, targets: {apps: {a: {retry: own}, b: {}}, components: {c: {outbound: {retry:"
            + " own}}}, actors: {t: {retry: own}, u: {}}}");
    assertThat(tries(guards.app("a", "a:m"))).isEqualTo(2);
    assertThat(tries(guards.app("b", "b:m"))).isEqualTo(1);
    assertThat(tries(guards.app("c", "c:m"))).isEqualTo(10);
    assertThat(tries(component("c", Direction.OUTBOUND))).isEqualTo(2);
    assertThat(tries(component("c", Direction.INBOUND))).isEqualTo(1);
    assertThat(tries(guards.actor("t", "i"))).isEqualTo(2);
    assertThat(tries(guards.actor("u", "i"))).isEqualTo(1);
    assertThat(guards.hasAppTarget("b")).isTrue();
    assertThat(guards.hasActorTarget("u")).isTrue();
  }

  @Test
  void whatNothingHasIsNoPolicyAndIsSaid() {
    try (var log = LogCapture.of("dapr.runtime")) {
      load("targets: {apps: {a: {timeout: t, retry: r, circuitBreaker: c}}}");
      assertThat(log.lines())
          .contains(
              "WARNING Resiliency target apps.a: there is no timeout policy \"t\"",
              "WARNING Resiliency target apps.a: there is no retry policy \"r\"",
              "WARNING Resiliency target apps.a: there is no circuitBreaker policy \"c\"");
    }
    assertThat(guards.app("a", "a:m")).isSameAs(Guard.NONE);
  }

  @Test
  void resourcesAreMergedAndLaterOnesCount() {
    load(
        "policies: {retries: {" + retry("r", 1) + "}}, targets: {apps: {a: {retry: s}}}",
        "policies: {retries: {"
            + retry("r", 2)
            + ","
            + retry("s", 3)
            + "}},"
            + " targets: {apps: {b: {retry: r}}}");
    assertThat(tries(guards.app("a", "a:m"))).isEqualTo(4);
    assertThat(tries(guards.app("b", "b:m"))).isEqualTo(3);
  }

  @Test
  void aResourceWithAWrongTripIsLeftOutWhole() {
    try (var log = LogCapture.of("dapr.runtime")) {
      load(
          "policies: {retries: {" + retry("DefaultRetryPolicy", 1) + "}}",
          "policies: {retries: {"
              + retry("DefaultRetryPolicy", 5)
              + "}, circuitBreakers: {c: {trip: failures > 1}}}, targets: {apps: {a: {}}}");
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.startsWith(
                      "SEVERE Could not read resiliency policy r1: circuit breaker: trip:"
                          + " \"failures > 1\" (expected: "));
    }
    assertThat(tries(guards.app("a", "a:m"))).isEqualTo(2);
    assertThat(events).containsOnlyOnce("loaded r0").doesNotContain("loaded r1");
  }

  @Test
  void anOpenBreakerEndsTheRetries() {
    load(
        "policies: {retries: {"
            + retry("r", 10)
            + "}, circuitBreakers: {c: {trip: consecutiveFailures >= 3}}},"
            + " targets: {apps: {a: {retry: r, circuitBreaker: c}}}");
    assertThat(tries(guards.app("a", "a:m"))).isEqualTo(3);
    assertThat(tries(guards.app("a", "a:m"))).isEqualTo(0);
    assertThat(tries(guards.app("a", "a:other"))).isEqualTo(3);
    assertThat(events)
        .startsWith(
            "loaded r0",
            "applied circuitbreaker app_a closed",
            "applied retry app_a ",
            "activated retry app_a ",
            "activated circuitbreaker app_a open",
            "applied circuitbreaker app_a open");
  }

  @Test
  void aTimeoutIsAFailureToTheBreaker() {
    load(
        "policies: {timeouts: {t: 1s}, circuitBreakers: {c: {trip: totalFailures > 0}}},"
            + " targets: {apps: {a: {timeout: t, circuitBreaker: c}}}");
    assertThatThrownBy(
            () ->
                guards
                    .app("a", "k")
                    .run(
                        () -> {
                          timing.advance(Duration.ofSeconds(2));
                          return "late";
                        }))
        .isInstanceOf(GuardTimeoutException.class);
    assertThat(tries(guards.app("a", "k"))).isEqualTo(0);
  }

  private static final String TRIPS_AT_ONCE = "circuitBreakers: {c: {trip: totalFailures > 0}}";

  @Test
  void breakersOfMethodsThatWereNotCalledLatelyAreForgotten() {
    load(
        "policies: {"
            + TRIPS_AT_ONCE
            + "}, targets: {apps: {a: {circuitBreaker: c, circuitBreakerCacheSize: 2}}}");
    assertThat(tries(guards.app("a", "1"))).isEqualTo(1);
    assertThat(tries(guards.app("a", "2"))).isEqualTo(1);
    assertThat(tries(guards.app("a", "1"))).isEqualTo(0);
    assertThat(tries(guards.app("a", "3"))).isEqualTo(1);
    assertThat(tries(guards.app("a", "1"))).isEqualTo(0);
    assertThat(tries(guards.app("a", "2"))).isEqualTo(1);
  }

  @Test
  void applicationsWithoutATargetHaveBreakersOfTheirOwn() {
    load("policies: {circuitBreakers: {DefaultCircuitBreakerPolicy: {trip: totalFailures > 0}}}");
    assertThat(tries(guards.app("a", "k"))).isEqualTo(1);
    assertThat(tries(guards.app("b", "k"))).isEqualTo(1);
    assertThat(tries(guards.app("a", "k"))).isEqualTo(0);
    assertThat(tries(guards.actor("t", "1"))).isEqualTo(1);
    assertThat(tries(guards.actor("t", "2"))).isEqualTo(0);
  }

  @ParameterizedTest
  @CsvSource({"type, 0", "id, 1", "both, 1"})
  void actorsShareABreakerOrNot(String scope, int triesOfAnother) {
    load(
        "policies: {"
            + TRIPS_AT_ONCE
            + "}, targets: {actors: {t: {circuitBreaker: c, circuitBreakerScope: "
            + scope
            + "}}}");
    assertThat(tries(guards.actor("t", "1"))).isEqualTo(1);
    assertThat(tries(guards.actor("t", "1"))).isEqualTo(0);
    assertThat(tries(guards.actor("t", "2"))).isEqualTo(triesOfAnother);
  }

  @Test
  void anActorsTimeoutIsForItsTurnAndTheRestForTheWait() {
    load(
        "policies: {timeouts: {t: 1s}, retries: {"
            + retry("r", 2)
            + "}}, targets: {actors: {a: {timeout: t, retry: r}}}");
    assertThat(tries(guards.actor("a", "1"))).isEqualTo(3);
    assertThat(tries(guards.actorTurn("a", "1"))).isEqualTo(1);
    assertThat(events)
        .containsExactly(
            "loaded r0",
            "applied retry actor_a ",
            "activated retry actor_a ",
            "applied timeout actor_a ");
  }

  @Test
  void theTwoDirectionsOfAComponentHaveBreakersOfTheirOwn() {
    load(
        "policies: {"
            + TRIPS_AT_ONCE
            + "}, targets: {components: {c: {inbound: {circuitBreaker: c}, outbound:"
            + " {circuitBreaker: c}}}}");
    assertThat(tries(component("c", Direction.OUTBOUND))).isEqualTo(1);
    assertThat(tries(component("c", Direction.OUTBOUND))).isEqualTo(0);
    assertThat(tries(component("c", Direction.INBOUND))).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    // the user's most retries, tries
    "none, 4",
    "5, 6",
    "1, 4",
    "-1, 4",
  })
  void aBuiltInPolicyIsReplacedWithAtLeastThreeRetries(String retries, int tries) {
    if (!retries.equals("none")) {
      load(
          "policies: {retries: {"
              + retry("DaprBuiltInServiceRetries", Integer.parseInt(retries))
              + "}}");
    }
    assertThat(tries(guards.builtIn(BuiltIn.SERVICE))).isEqualTo(tries);
    assertThat(tries(guards.builtIn(BuiltIn.SERVICE, IOException.class::isInstance))).isEqualTo(1);
  }

  @Test
  void oneBuiltInPolicyStaysAsItIs() {
    try (var log = LogCapture.of("dapr.runtime")) {
      load("policies: {retries: {" + retry("DaprBuiltInActorNotFoundRetries", 9) + "}}");
      assertThat(log.lines())
          .contains(
              "WARNING Attempted to override protected policy DaprBuiltInActorNotFoundRetries which"
                  + " is not allowed. Ignoring provided policy and using default.");
    }
    assertThat(tries(guards.builtIn(BuiltIn.ACTOR_NOT_FOUND))).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({"ACTOR, 4", "INITIALIZATION, 4"})
  void theBuiltInPolicies(BuiltIn builtIn, int tries) {
    assertThat(tries(guards.builtIn(builtIn))).isEqualTo(tries);
  }

  @Test
  void callsUnderWayEndByTheOldResources() throws Exception {
    load("policies: {retries: {" + retry("DefaultRetryPolicy", 2) + "}}");
    Guard component = component("c", Direction.OUTBOUND);
    var calls = new AtomicInteger();
    String result =
        component.run(
            () -> {
              if (calls.incrementAndGet() == 1) {
                load();
              }
              if (calls.get() < 3) {
                throw new IOException("failure");
              }
              return "ok";
            });
    assertThat(result).isEqualTo("ok");
    assertThat(tries(component)).isEqualTo(1);
    load("policies: {retries: {" + retry("DefaultComponentRetryPolicy", 3) + "}}");
    assertThat(tries(component)).isEqualTo(4);
  }

  @Test
  void breakersStartAnewWithNewResources() {
    String spec = "policies: {" + TRIPS_AT_ONCE + "}, targets: {apps: {a: {circuitBreaker: c}}}";
    load(spec);
    assertThat(tries(guards.app("a", "k"))).isEqualTo(1);
    assertThat(tries(guards.app("a", "k"))).isEqualTo(0);
    load(spec);
    assertThat(tries(guards.app("a", "k"))).isEqualTo(1);
  }
}
