package dev.mecha.kernel.resource;

import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code spec.metadata}: a value, or where to find it.
 *
 * @param name of the field
 * @param value the value as text, or null if there is none
 * @param secretKeyRef the secret that holds the value, or null; it comes before {@code value}
 * @param envRef the environment variable that holds the value if there is none, or empty
 */
public record MetadataItem(
    String name, @Nullable String value, @Nullable SecretKeyRef secretKeyRef, String envRef) {

  /**
   * @param name of the field
   * @param value as text
   * @return an entry with a plain value
   */
  public static MetadataItem of(String name, String value) {
    return new MetadataItem(name, value, null, "");
  }

  static MetadataItem read(ResourceNode node) {
    return new MetadataItem(
        node.field("name").text(""),
        node.field("value").stringified(),
        secretKeyRef(node.field("secretKeyRef")),
        node.field("envRef").text(""));
  }

  private static @Nullable SecretKeyRef secretKeyRef(ResourceNode node) {
    String name = node.field("name").text("");
    String key = node.field("key").text("");
    return name.isEmpty() ? null : new SecretKeyRef(name, key.isEmpty() ? name : key);
  }

  /** The name only: the value may be a secret. */
  @Override
  public String toString() {
    return name;
  }
}
