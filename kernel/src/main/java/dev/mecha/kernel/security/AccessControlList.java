package dev.mecha.kernel.security;

import dev.mecha.kernel.observe.AccessControlMetrics.Policy;
import dev.mecha.kernel.resource.configuration.AccessControl;
import dev.mecha.kernel.resource.configuration.AccessControl.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which applications may call this one, and what: {@code accessControl} of the
 * Configuration. Immutable.
 */
public final class AccessControlList {

  /** Verbs of no HTTP request. */
  private static final String NO_VERB = "NONE";

  /**
   * What was decided.
   *
   * @param allowed whether the call may go on
   * @param policy which rule decided
   */
  public record Decision(boolean allowed, Policy policy) {}

  /**
   * @param verbs action by verb, as they are written
   * @param action of calls without a verb
   */
  private record Rule(Map<String, String> verbs, String action) {}

  private record AppPolicy(String trustDomain, String defaultAction, OperationTree<Rule> rules) {}

  private record App(String appId, String namespace) {}

  private final String defaultAction;
  private final boolean http;
  private final Map<App, AppPolicy> policies = new HashMap<>();

  /**
   * Compiles the rules.
   *
   * @param rules as they are written
   * @param http whether the application speaks HTTP: its operations are equal whatever their case,
   *     and have verbs
   * @throws IllegalArgumentException if a policy names no application, trust domain or namespace
   */
  public AccessControlList(AccessControl rules, boolean http) {
    this.http = http;
    this.defaultAction =
        rules.defaultAction().isEmpty()
            ? rules.policies().isEmpty() ? "allow" : "deny"
            : rules.defaultAction();
    check(rules.policies());
    for (AccessControl.Policy policy : rules.policies()) {
      policies.put(
          new App(policy.appId(), policy.namespace()),
          new AppPolicy(policy.trustDomain(), policy.defaultAction(), tree(policy)));
    }
  }

  private static void check(List<AccessControl.Policy> policies) {
    List<String> noDomain = names(policies.stream().filter(p -> p.trustDomain().isEmpty()));
    List<String> noNamespace = names(policies.stream().filter(p -> p.namespace().isEmpty()));
    boolean noName = policies.stream().anyMatch(p -> p.appId().isEmpty());
    if (!noDomain.isEmpty() || !noNamespace.isEmpty() || noName) {
      throw new IllegalArgumentException(
          "invalid access control spec. missing trustdomain for apps: %s, missing namespace for apps: %s, missing app name on at least one of the app policies: %s"
              .formatted(noDomain, noNamespace, noName));
    }
  }

  private static List<String> names(Stream<AccessControl.Policy> policies) {
    return policies.map(AccessControl.Policy::appId).toList();
  }

  private OperationTree<Rule> tree(AccessControl.Policy policy) {
    var tree = new OperationTree<Rule>();
    for (Operation operation : policy.operations()) {
      var verbs = new HashMap<String, String>();
      operation.httpVerbs().forEach(verb -> verbs.put(verb, operation.action()));
      tree.put(fold(operation.name()), new Rule(Map.copyOf(verbs), operation.action()));
    }
    return tree;
  }

  private String fold(String operation) {
    return http ? operation.toLowerCase(Locale.ROOT) : operation;
  }

  /**
   * Decides about one call.
   *
   * @param caller who calls, or null if nobody vouches for it
   * @param operation what is called, already free of {@code ..}
   * @param verb the HTTP verb, or {@code NONE}
   * @return the decision
   */
  public Decision decide(@Nullable Caller caller, String operation, String verb) {
    AppPolicy policy =
        caller == null ? null : policies.get(new App(caller.appId(), caller.namespace()));
    if (caller == null || policy == null || !policy.trustDomain.equals(caller.trustDomain())) {
      return new Decision(allows(defaultAction), Policy.GLOBAL);
    }
    boolean own = !policy.defaultAction.isEmpty();
    String fallback = own ? policy.defaultAction : defaultAction;
    Rule rule = policy.rules.find(fold(operation));
    String action = rule == null ? fallback : action(rule, verb, fallback, policy);
    return new Decision(allows(action), own ? Policy.APP : Policy.GLOBAL);
  }

  private String action(Rule rule, String verb, String fallback, AppPolicy policy) {
    if (!http) {
      return rule.action;
    }
    if (verb.equals(NO_VERB)) {
      return policy.defaultAction;
    }
    String ofVerb = rule.verbs.get(verb);
    String ofAny = rule.verbs.get("*");
    return ofVerb != null ? ofVerb : ofAny != null ? ofAny : fallback;
  }

  private static boolean allows(String action) {
    return action.equalsIgnoreCase("allow");
  }
}
