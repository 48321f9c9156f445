package dev.mecha.kernel.registry;

import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plug-in sees of its host: the JDK, the component SPI and the few libraries whose types the
 * SPI and its users share. Everything else it brings along, so that two drivers cannot clash with
 * each other or with the runtime.
 */
final class SharedApi extends ClassLoader {

  private static final List<String> PACKAGES =
      List.of(
          "dev.mecha.spi.",
          "org.jspecify.",
          "org.slf4j.",
          "io.opentelemetry.api.",
          "io.opentelemetry.context."); // part of the API's signatures

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader host;

  SharedApi(ClassLoader host) {
    super("shared-api", ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (PACKAGES.stream().anyMatch(name::startsWith)) {
      return host.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }

  /** The host's services and resources are not the plug-in's. */
  @Override
  protected @Nullable URL findResource(String name) {
    return null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    return Collections.emptyEnumeration();
  }
}
