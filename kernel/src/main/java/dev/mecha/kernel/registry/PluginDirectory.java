package dev.mecha.kernel.registry;

import dev.mecha.spi.ComponentProvider;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of plug-ins: each sub-folder holds the jars of one, which get a class loader of their
 * own. The index {@value #INDEX} in the sub-folder, written when the distribution is built, says
 * what the plug-in serves, as in {@code types=state.redis,lock.redis}, so that its jars are opened
 * only when they are needed. Without the index they are opened to find out.
 */
public final class PluginDirectory implements ProviderSource {

  /** The name of the index. */
  public static final String INDEX = "plugin.properties";

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.registry");

  private final Path directory;
  private final ClassLoader sharedApi;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable List<Plugin> plugins;

  /**
   * @param directory the folder; it need not exist
   * @param host whose SPI and logging the plug-ins share
   */
  public PluginDirectory(Path directory, ClassLoader host) {
    this.directory = directory;
    this.sharedApi = new SharedApi(host);
  }

  @Override
  public List<ComponentProvider<?>> providers(String type) {
    var found = new ArrayList<ComponentProvider<?>>();
    for (Plugin plugin : plugins()) {
      if (plugin.serves(type)) {
        for (ComponentProvider<?> provider : plugin.providers()) {
          if (provider.types().contains(type)) {
            found.add(provider);
          }
        }
      }
    }
    return List.copyOf(found);
  }

  private List<Plugin> plugins() {
    lock.lock();
    try {
      List<Plugin> known = plugins;
      if (known == null) {
        known = list();
        plugins = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private List<Plugin> list() {
    var folders = new ArrayList<Path>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> entries =
          Files.newDirectoryStream(directory, Files::isDirectory)) {
        entries.forEach(folders::add);
      } catch (IOException e) {
        LOG.error("{}: cannot be listed (expected: a folder of plug-ins)", directory, e);
      }
    }
    Collections.sort(folders);
    return folders.stream().map(folder -> new Plugin(folder, sharedApi)).toList();
  }

  @Override
  public void close() {
    plugins().forEach(Plugin::close);
  }
}
