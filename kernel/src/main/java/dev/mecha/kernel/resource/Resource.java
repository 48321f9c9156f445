package dev.mecha.kernel.resource;

import java.util.List;

/** A resource of any kind: what all records of resources have in common. */
public interface Resource {

  /**
   * @return {@code metadata.name}; not empty
   */
  String name();

  /**
   * @return {@code metadata.namespace}; empty if the resource is in none
   */
  String namespace();

  /**
   * @return the applications that may use it; empty for all
   */
  List<String> scopes();

  /**
   * @return where it was written
   */
  Origin origin();

  /**
   * @return what logs and messages call it, such as {@code statestore (state.redis/v1)}
   */
  default String logName() {
    return name();
  }

  /**
   * Whether another resource asks for the same: where it was written and its namespace do not
   * count.
   *
   * @param other a resource of the same kind
   * @return whether nothing has to be done to get from one to the other
   */
  boolean sameAs(Resource other);
}
