package dev.mecha.kernel.resource.configuration;

import dev.mecha.kernel.resource.ResourceNode;
import java.util.List;

/**
 * Middleware in the order in which a request passes it. The peer's {@code selector} has no effect
 * and is not kept.
 *
 * @param handlers components by name and type
 */
public record Pipeline(List<Handler> handlers) {

  /**
   * One middleware component.
   *
   * @param name of the component
   * @param type such as {@code middleware.http.uppercase}
   * @param version such as {@code v1}; may be empty
   */
  public record Handler(String name, String type, String version) {

    private static Handler read(ResourceNode node) {
      return new Handler(
          node.field("name").text(""), node.field("type").text(""), node.field("version").text(""));
    }
  }

  static Pipeline read(ResourceNode node) {
    return new Pipeline(node.field("handlers").items(Handler::read));
  }
}
