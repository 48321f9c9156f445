package dev.mecha.kernel.resource.configuration;

import dev.mecha.kernel.resource.ResourceNode;
import java.util.List;

/**
 * Which applications may call this one, and what. Texts are kept as they are written.
 *
 * @param defaultAction {@code allow} or {@code deny}; if empty, {@code deny} where there are
 *     policies
 * @param trustDomain of this application; {@code public} by default
 * @param policies for callers by name
 */
public record AccessControl(String defaultAction, String trustDomain, List<Policy> policies) {

  /**
   * What holds for one caller.
   *
   * @param appId the caller
   * @param defaultAction for operations that are not listed; may be empty
   * @param trustDomain of the caller; may be empty
   * @param namespace of the caller; may be empty
   * @param operations what it may call
   */
  public record Policy(
      String appId,
      String defaultAction,
      String trustDomain,
      String namespace,
      List<Operation> operations) {

    private static Policy read(ResourceNode node) {
      return new Policy(
          node.field("appId").text(""),
          node.field("defaultAction").text(""),
          node.field("trustDomain").text(""),
          node.field("namespace").text(""),
          node.field("operations").items(Operation::read));
    }
  }

  /**
   * One operation.
   *
   * @param name a path, which may end in {@code *}
   * @param httpVerbs verbs, or {@code *}; empty for gRPC
   * @param action {@code allow} or {@code deny}
   */
  public record Operation(String name, List<String> httpVerbs, String action) {

    private static Operation read(ResourceNode node) {
      return new Operation(
          node.field("name").text(""),
          node.field("httpVerb").texts(),
          node.field("action").text(""));
    }
  }

  static AccessControl read(ResourceNode node) {
    return new AccessControl(
        node.field("defaultAction").text(""),
        node.field("trustDomain").text("public"),
        node.field("policies").items(Policy::read));
  }
}
