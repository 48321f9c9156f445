package dev.mecha.kernel.resource.configuration;

import dev.mecha.kernel.resource.ResourceNode;
import java.util.List;

/**
 * Which parts of the API are open. {@code denied} comes before {@code allowed}; a list speaks only
 * of the protocols that its rules name.
 *
 * @param allowed if not empty for a protocol, nothing else is open to it
 * @param denied what is closed
 */
public record ApiAccess(List<Rule> allowed, List<Rule> denied) {

  /**
   * A group of endpoints at one door.
   *
   * @param name such as {@code state}
   * @param version such as {@code v1}
   * @param protocol {@code http} or {@code grpc}, as it is written
   */
  public record Rule(String name, String version, String protocol) {

    private static Rule read(ResourceNode node) {
      return new Rule(
          node.field("name").text(""),
          node.field("version").text(""),
          node.field("protocol").text(""));
    }
  }

  static ApiAccess read(ResourceNode node) {
    return new ApiAccess(
        node.field("allowed").items(Rule::read), node.field("denied").items(Rule::read));
  }
}
