package dev.mecha.pluggable.client;

import dev.mecha.kernel.registry.ProviderSource;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which processes that offer components leave their sockets. The component {@code
 * state.memcached} is behind the socket {@code memcached.sock}, or any other name that starts like
 * that, if the process there says that it has a state store. Looked at when a component is wanted
 * that nobody else makes, and not before.
 */
public final class SocketFolder implements ProviderSource {

  /** The environment variable that names the folder. */
  public static final String VARIABLE = "DAPR_COMPONENTS_SOCKETS_FOLDER";

  /** The folder, if the environment names none. */
  public static final Path DEFAULT = Path.of("/tmp/dapr-components-sockets");

  private static final Logger LOG = LoggerFactory.getLogger("pluggable-components-discovery");

  private final Path folder;
  private final SocketLoop loop = new SocketLoop();

  /**
   * @param folder where the sockets are; it need not exist
   */
  public SocketFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * @throws ComponentException if a process that has the name does not answer
   */
  @Override
  public List<ComponentProvider<?>> providers(String type) {
    int dot = type.indexOf('.');
    PluggableKind kind = dot < 0 ? null : PluggableKind.of(type.substring(0, dot));
    if (kind == null) {
      return List.of();
    }
    var found = new ArrayList<ComponentProvider<?>>();
    for (Path socket : sockets(type.substring(dot + 1))) {
      Set<String> services = services(socket);
      ComponentProvider<?> provider =
          kind.provider(type, services, instance -> loop.channel(socket, instance));
      if (provider != null) {
        LOG.info(
            "pluggable component '{}' was successfully registered for '{}'",
            name(socket),
            String.join("', '", kind.present(services)));
        found.add(provider);
      }
    }
    return List.copyOf(found);
  }

  private List<Path> sockets(String name) {
    var sockets = new ArrayList<Path>();
    if (!Files.isDirectory(folder)) {
      return sockets;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (name(entry).toLowerCase(Locale.ROOT).equals(name) && isSocket(entry)) {
          sockets.add(entry);
        }
      }
    } catch (IOException e) {
      throw new ComponentException("could not list pluggable components unix sockets: " + e, e);
    }
    Collections.sort(sockets);
    return sockets;
  }

  private static boolean isSocket(Path entry) throws IOException {
    var attributes = Files.readAttributes(entry, BasicFileAttributes.class);
    if (attributes.isOther()) {
      return true;
    }
    if (!attributes.isDirectory()) {
      LOG.warn("could not use socket for file {}", entry);
    }
    return false;
  }

  /** The name of the file without its last extension. */
  private static String name(Path socket) {
    String file = String.valueOf(socket.getFileName());
    int dot = file.lastIndexOf('.');
    return dot < 0 ? file : file.substring(0, dot);
  }

  private Set<String> services(Path socket) {
    ManagedChannel channel = loop.channel(socket, "");
    try {
      return ServiceList.of(channel);
    } catch (StatusException e) {
      throw new ComponentException(
          "%s: unable to list services: %s".formatted(socket, Failures.text(e.getStatus())), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ComponentException(socket + ": unable to list services: interrupted", e);
    } finally {
      channel.shutdownNow();
    }
  }

  /**
   * @param named what the environment says of the folder, or null
   * @return the folder to look at
   */
  public static Path folder(@Nullable String named) {
    return named == null || named.isEmpty() ? DEFAULT : Path.of(named);
  }

  @Override
  public void close() {
    loop.close();
  }
}
