package dev.mecha.kernel.resource;

import org.jspecify.annotations.Nullable;

/**
 * A kind of resource: how it is recognized, and how its record is read. To add one, write a record
 * and its reader, and list it in {@link ResourceKinds}.
 *
 * @param apiVersion such as {@code dapr.io/v1alpha1}
 * @param kind such as {@code Component}
 * @param type the record
 * @param reader makes the record of a document
 * @param <R> the record
 */
public record ResourceKind<R extends Resource>(
    String apiVersion, String kind, Class<R> type, Reader<R> reader) {

  /**
   * Makes a record of a document.
   *
   * @param <R> the record
   */
  @FunctionalInterface
  public interface Reader<R> {
    /**
     * @param header what all kinds have
     * @param document the whole document
     * @return the record
     * @throws InvalidResourceException if a field has a wrong value
     */
    R read(ResourceHeader header, ResourceNode document);
  }

  /**
   * What is written the same is the same. A record's own comparison is put together at run time,
   * which every start would pay for.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResourceKind<?> kindred
        && kindred.kind.equals(kind)
        && kindred.apiVersion.equals(apiVersion);
  }

  @Override
  public int hashCode() {
    return 31 * apiVersion.hashCode() + kind.hashCode();
  }

  /** Such as {@code Component}. */
  @Override
  public String toString() {
    return kind;
  }
}
