package dev.mecha.kernel.resource;

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

  /** Such as {@code Component}. */
  @Override
  public String toString() {
    return kind;
  }
}
