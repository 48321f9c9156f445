package dev.mecha.kernel.resource;

import dev.mecha.kernel.resource.YamlValue.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A resource whose fields are of no interest yet, only whether they change.
 *
 * @param name {@code metadata.name}
 * @param namespace {@code metadata.namespace}, or empty
 * @param scopes the applications that may use it; empty for all
 * @param content everything but the metadata, as JSON
 * @param origin where it was written
 */
public record UntypedResource(
    String name, String namespace, List<String> scopes, String content, Origin origin)
    implements Resource {

  static UntypedResource read(ResourceHeader header, ResourceNode document) {
    return new UntypedResource(
        header.name(), header.namespace(), header.scopes(), content(document), header.origin());
  }

  private static String content(ResourceNode document) {
    Map<String, YamlValue> fields =
        document.value() instanceof Mapping mapping
            ? new LinkedHashMap<>(mapping.fields())
            : new LinkedHashMap<>();
    fields.remove("metadata");
    return JsonText.of(new Mapping(fields, document.origin()));
  }

  @Override
  public boolean sameAs(Resource other) {
    return other instanceof UntypedResource resource
        && name.equals(resource.name)
        && scopes.equals(resource.scopes)
        && content.equals(resource.content);
  }

  /** The name only: the content may hold secrets. */
  @Override
  public String toString() {
    return name;
  }
}
