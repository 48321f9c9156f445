package dev.mecha.component.names;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceInstance;
import java.util.List;
import java.util.regex.Pattern;

/** Makes addresses from a format. */
public final class FormatNameResolver implements NameResolver {

  private static final String PLACE = "{appid}";
  private static final Pattern WITH_PORT = Pattern.compile(".*:\\d+");

  private final String format;
  private volatile boolean closed;

  /** Makes resolvers of the type {@code nameresolution.nameformat}. */
  public static final class Provider implements ComponentProvider<NameResolver> {

    @Override
    public Class<NameResolver> kind() {
      return NameResolver.class;
    }

    @Override
    public List<String> types() {
      return List.of("nameresolution.nameformat");
    }

    @Override
    public NameResolver create(ComponentContext context) {
      return new FormatNameResolver(context);
    }
  }

  /**
   * @param context the configuration
   * @throws InvalidMetadataException if the format is missing or has no place for the name
   */
  public FormatNameResolver(ComponentContext context) {
    this.format = context.metadata().property("format").text("");
    if (format.isEmpty()) {
      throw new InvalidMetadataException("format is required in metadata");
    }
    if (!format.contains(PLACE)) {
      throw new InvalidMetadataException("format must contain " + PLACE + " placeholder");
    }
  }

  /** Nobody is asked. */
  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public List<String> resolve(ResolveRequest request) {
    if (closed) {
      throw new ComponentException("the name resolver is closed");
    }
    if (request.appId().isEmpty()) {
      throw new ComponentException("empty ID not allowed");
    }
    String address = format.replace(PLACE, request.appId());
    return List.of(
        WITH_PORT.matcher(address).matches()
            ? address
            : ServiceInstance.address(address, request.port()));
  }

  @Override
  public void close() {
    closed = true;
  }
}
