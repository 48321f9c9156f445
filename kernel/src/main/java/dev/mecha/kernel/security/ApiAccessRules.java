package dev.mecha.kernel.security;

import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Exchange.Protocol;
import java.util.List;
import java.util.Locale;

/**
 * Which groups of endpoints are there at all ({@code api.allowed}, {@code api.denied}). A denied
 * one is not there. If anything is allowed on a door, all else is denied on this door; if nothing
 * is mentioned, everything is there.
 */
public final class ApiAccessRules {

  /** Everything is there. */
  public static final ApiAccessRules NONE = new ApiAccessRules(List.of(), List.of());

  private final DoorRules http;
  private final DoorRules grpc;

  /**
   * @param allowed {@code api.allowed}
   * @param denied {@code api.denied}
   */
  public ApiAccessRules(List<ApiAccessRule> allowed, List<ApiAccessRule> denied) {
    this.http = new DoorRules(of(Protocol.HTTP, allowed), of(Protocol.HTTP, denied));
    this.grpc = new DoorRules(of(Protocol.GRPC, allowed), of(Protocol.GRPC, denied));
  }

  private static List<ApiAccessRule> of(Protocol protocol, List<ApiAccessRule> rules) {
    return rules.stream().filter(rule -> isFor(protocol, rule.protocol())).toList();
  }

  /** The peer takes {@code HTTP} for {@code http}, but not {@code GRPC} for {@code grpc}. */
  private static boolean isFor(Protocol protocol, String word) {
    return switch (protocol) {
      case HTTP -> word.toLowerCase(Locale.ROOT).equals("http");
      case GRPC -> word.equals("grpc");
    };
  }

  /**
   * @param protocol a door
   * @return whether a rule speaks of it
   */
  public boolean restrict(Protocol protocol) {
    var rules = rules(protocol);
    return !rules.allowed().isEmpty() || !rules.denied().isEmpty();
  }

  /**
   * @param protocol the door
   * @param endpoint what a route or method leads to
   * @param path the pattern of the HTTP route, such as {@code /v1.0/state/{storeName}}: on HTTP an
   *     old form of the rules is understood too, which begins like the path: version {@code v1.0},
   *     name {@code state}. Not looked at on gRPC
   * @return whether it is there; health endpoints always are
   */
  public boolean allows(Protocol protocol, Endpoint endpoint, String path) {
    if (endpoint.kind() == Endpoint.Kind.HEALTH) {
      return true;
    }
    String route = protocol == Protocol.HTTP && path.startsWith("/") ? path.substring(1) : "";
    var rules = rules(protocol);
    if (rules.denied().stream().anyMatch(rule -> matches(rule, endpoint, route))) {
      return false;
    }
    return rules.allowed().isEmpty()
        || rules.allowed().stream().anyMatch(rule -> matches(rule, endpoint, route));
  }

  private static boolean matches(ApiAccessRule rule, Endpoint endpoint, String route) {
    boolean sameGroup =
        rule.name().equals(endpoint.group().name())
            && rule.version().equals(endpoint.group().version());
    return sameGroup || (!route.isEmpty() && route.startsWith(rule.version() + "/" + rule.name()));
  }

  private DoorRules rules(Protocol protocol) {
    return switch (protocol) {
      case HTTP -> http;
      case GRPC -> grpc;
    };
  }

  /** The rules of one door. */
  private record DoorRules(List<ApiAccessRule> allowed, List<ApiAccessRule> denied) {}
}
