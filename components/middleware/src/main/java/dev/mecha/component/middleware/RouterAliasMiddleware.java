package dev.mecha.component.middleware;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends requests for some paths to others. */
public final class RouterAliasMiddleware extends LightMiddleware {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.middleware.http.routeralias");

  private final List<RouteAlias> aliases;

  /** Makes middleware of the type {@code middleware.http.routeralias}. */
  public static final class Provider extends LightProvider {

    /** For the service loader. */
    public Provider() {
      super("routeralias");
    }

    @Override
    public HttpMiddleware create(ComponentContext context) {
      return new RouterAliasMiddleware(context.metadata());
    }
  }

  RouterAliasMiddleware(ComponentMetadata metadata) {
    this.aliases =
        routes(metadata).entrySet().stream()
            .map(route -> RouteAlias.of(route.getKey(), route.getValue()))
            .sorted(Comparator.comparingInt(RouteAlias::variables))
            .toList();
  }

  /** The older form has one field for each path. */
  private static Map<String, String> routes(ComponentMetadata metadata) {
    Map<String, String> fields = metadata.asMap();
    String routes = metadata.property("routes").text();
    if (fields.isEmpty()) {
      return Map.of();
    }
    if (routes != null && fields.size() == 1) {
      return YamlText.texts("routes", routes);
    }
    LOG.warn(
        "Listing routes as key-value pairs is deprecated. Please use the 'routes' property"
            + " instead.");
    fields.forEach(
        (path, target) -> {
          if (path.isEmpty() || target.isEmpty()) {
            throw new InvalidMetadataException(
                "\"" + path + "\": \"" + target + "\" (expected: a path, and one in its place)");
          }
        });
    return fields;
  }

  @Override
  public Verdict handle(HttpRequest request) {
    String path = request.path();
    for (RouteAlias alias : aliases) {
      HttpRequest other = alias.apply(path, request);
      if (other != null) {
        return Verdict.pass(other);
      }
    }
    return Verdict.pass(request);
  }
}
