package dev.mecha.tck;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.time.Time;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a component is told in a test: {@code ComponentContexts.of("state.redis",
 * home).metadata(fields).context()}. Immutable.
 *
 * @param type {@code spec.type}
 * @param home where the component may keep files
 * @param name {@code metadata.name}
 * @param version {@code spec.version}
 * @param metadata {@code spec.metadata}
 * @param clock the time
 */
public record ComponentContexts(
    String type, Path home, String name, String version, Map<String, String> metadata, Time clock) {

  /**
   * A component called {@code component} in version {@code v1}, without metadata, under the time of
   * the machine.
   *
   * @param type {@code spec.type}
   * @param home where it may keep files
   * @return the start of a context
   */
  public static ComponentContexts of(String type, Path home) {
    return new ComponentContexts(type, home, "component", "v1", Map.of(), Time.system());
  }

  /**
   * @param other the component's name
   * @return the same under that name
   */
  public ComponentContexts name(String other) {
    return new ComponentContexts(type, home, other, version, metadata, clock);
  }

  /**
   * @param other the component's version
   * @return the same in that version
   */
  public ComponentContexts version(String other) {
    return new ComponentContexts(type, home, name, other, metadata, clock);
  }

  /**
   * @param other all fields
   * @return the same with these fields in place of the others
   */
  public ComponentContexts metadata(Map<String, String> other) {
    return new ComponentContexts(type, home, name, version, other, clock);
  }

  /**
   * @param other the time
   * @return the same under that clock
   */
  public ComponentContexts clock(Time other) {
    return new ComponentContexts(type, home, name, version, metadata, other);
  }

  /**
   * @return the context: application {@code tck} without a namespace
   */
  public ComponentContext context() {
    return new ComponentContext(
        name, type, version, "tck", "", ComponentMetadata.of(metadata), home, clock);
  }

  /** The names of the fields only: values may be secrets. */
  @Override
  public String toString() {
    return type + "/" + version + " " + name + metadata.keySet();
  }
}
