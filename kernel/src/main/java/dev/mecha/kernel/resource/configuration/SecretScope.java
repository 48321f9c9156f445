package dev.mecha.kernel.resource.configuration;

import dev.mecha.kernel.resource.ResourceNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which secrets of one store the application may read.
 *
 * @param storeName the secret store
 * @param allowedByDefault what holds for a secret in neither list; true by default
 * @param allowedSecrets if not empty, only these are open, whatever else is said
 * @param deniedSecrets these are closed
 */
public record SecretScope(
    String storeName,
    boolean allowedByDefault,
    Set<String> allowedSecrets,
    Set<String> deniedSecrets) {

  static List<SecretScope> readAll(ResourceNode node) {
    Set<String> stores = new HashSet<>();
    return node.items(
        item -> {
          SecretScope scope = read(item);
          if (!stores.add(scope.storeName())) {
            throw item.field("storeName")
                .wrong(
                    "one scope per store; "
                        + scope.storeName()
                        + " storeName is repeated in secrets configuration");
          }
          return scope;
        });
  }

  private static SecretScope read(ResourceNode node) {
    ResourceNode defaultAccess = node.field("defaultAccess");
    String access = defaultAccess.text("");
    boolean deny = access.equalsIgnoreCase("deny");
    if (!deny && !access.isEmpty() && !access.equalsIgnoreCase("allow")) {
      throw defaultAccess.wrong("defaultAccess can be either allow or deny");
    }
    return new SecretScope(
        node.field("storeName").text(""),
        !deny,
        Set.copyOf(node.field("allowedSecrets").texts()),
        Set.copyOf(node.field("deniedSecrets").texts()));
  }

  /**
   * @param secret the name of a secret
   * @return whether the application may read it
   */
  public boolean allows(String secret) {
    if (!allowedSecrets.isEmpty()) {
      return allowedSecrets.contains(secret);
    }
    return allowedByDefault && !deniedSecrets.contains(secret);
  }
}
