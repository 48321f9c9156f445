package dev.mecha.kernel.resource;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the resource directories: {@code .yaml} and {@code .yml} files, not those of
 * sub-directories, with any number of documents each. A document that cannot be read is logged and
 * skipped; the others count. Thread-safe.
 */
public final class ResourceLoader {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.loader.disk");

  private final List<Path> directories;
  private final ResourceFilter filter;
  private final List<ResourceKind<?>> kinds;
  private final AtomicReference<Set<String>> logged = new AtomicReference<>(Set.of());

  /**
   * @param directories in the order in which their resources are loaded
   * @param appId the application; a resource with scopes is loaded only if they name it
   * @param namespace from the environment variable {@code NAMESPACE}; empty if it is not set, and
   *     then the namespaces of resources do not count
   * @param kinds what to look for; documents of other kinds are skipped
   */
  public ResourceLoader(
      List<Path> directories, String appId, String namespace, List<ResourceKind<?>> kinds) {
    this.directories = List.copyOf(directories);
    this.filter = new ResourceFilter(appId, namespace);
    this.kinds = List.copyOf(kinds);
  }

  /**
   * @return the directories, as they were given
   */
  public List<Path> directories() {
    return directories;
  }

  /**
   * Reads everything.
   *
   * @return the resources that are meant for this application
   * @throws DuplicateResourceException if two resources of a kind have the same name
   * @throws ResourceLoadException if a directory cannot be listed
   */
  public ResourceSet load() throws ResourceLoadException {
    var pass = new LoadingPass(kinds);
    for (Path directory : directories) {
      for (Path file : files(directory, pass)) {
        pass.read(file);
      }
    }
    logNews(pass.problems());
    Map<ResourceKind<?>, List<Resource>> wanted = new LinkedHashMap<>();
    for (ResourceKind<?> kind : kinds) {
      wanted.put(kind, filter.apply(kind, pass.found(kind)));
    }
    return new ResourceSet(wanted, pass.problems(), pass.brokenSources());
  }

  private static List<Path> files(Path directory, LoadingPass pass) throws ResourceLoadException {
    var files = new ArrayList<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (isYaml(name) && !Files.isDirectory(entry)) {
          files.add(entry);
        } else if (!Files.isDirectory(entry)) {
          pass.ignore(name);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new ResourceLoadException(
          directory + ": cannot be listed (expected: a directory of resource files)", e);
    }
    Collections.sort(files);
    return files;
  }

  private static boolean isYaml(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".yaml") || lower.endsWith(".yml");
  }

  /** The periodic pass of hot reloading would otherwise repeat every warning once a minute. */
  private void logNews(List<String> problems) {
    Set<String> before = logged.getAndSet(Set.copyOf(problems));
    for (String problem : problems) {
      if (!before.contains(problem)) {
        LOG.warn("{}", problem);
      }
    }
  }
}
