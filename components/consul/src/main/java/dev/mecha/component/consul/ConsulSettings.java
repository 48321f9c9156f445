package dev.mecha.component.consul;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.Property;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of {@code nameresolution.consul}.
 *
 * @param client where the agent is and who asks
 * @param query how healthy services are asked for
 * @param checks of the registration; empty for the sidecar's own
 * @param tags of the registration
 * @param meta of the registration
 * @param advanced the whole registration as the user wants it, or null
 * @param portKey the name in a service's meta under which the port for other sidecars is
 * @param selfRegister whether this instance is registered
 * @param selfDeregister whether it is taken back at the end
 */
record ConsulSettings(
    Map<String, Object> client,
    QueryOptions query,
    List<Object> checks,
    List<Object> tags,
    Map<String, Object> meta,
    @Nullable Map<String, Object> advanced,
    String portKey,
    boolean selfRegister,
    boolean selfDeregister) {

  /**
   * @param metadata the fields; nested ones as JSON
   * @return the settings
   * @throws InvalidMetadataException if a field is of the wrong shape
   */
  static ConsulSettings of(ComponentMetadata metadata) {
    Property advanced = metadata.property("advancedRegistration");
    return new ConsulSettings(
        object(metadata.property("client").secret()),
        QueryOptions.of(
            metadata.property("queryOptions").isPresent()
                ? object(metadata.property("queryOptions").secret())
                : Map.of("UseCache", true)),
        list(metadata.property("checks")),
        list(metadata.property("tags")),
        object(metadata.property("meta")),
        advanced.isPresent() ? object(advanced) : null,
        metadata.property("daprPortMetaKey").text("DAPR_PORT"),
        metadata.property("selfRegister").flag(false),
        metadata.property("selfDeregister").flag(false));
  }

  private static Map<String, Object> object(Property property) {
    return property.isPresent()
        ? Json.asObject(property.parse("a mapping", text -> shaped(text, Map.class)))
        : Map.of();
  }

  private static List<Object> list(Property property) {
    var items = new ArrayList<Object>();
    if (property.isPresent()) {
      for (Object item : property.parse("a list", text -> shaped(text, List.class))) {
        items.add(item);
      }
    }
    return items;
  }

  private static <T> T shaped(String text, Class<T> shape) {
    try {
      Object value = Json.parse(text);
      if (shape.isInstance(value)) {
        return shape.cast(value);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
    throw new IllegalArgumentException("another shape");
  }

  /** Without values: there may be tokens among them. */
  @Override
  public String toString() {
    return "ConsulSettings[portKey=" + portKey + ", selfRegister=" + selfRegister + "]";
  }
}
