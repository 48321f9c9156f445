package dev.mecha.pluggable;

import dev.mecha.kernel.registry.ClassPathProviders;
import dev.mecha.kernel.registry.ComponentCatalog;
import dev.mecha.pluggable.client.SocketFolder;
import dev.mecha.pluggable.server.ComponentHost;
import dev.mecha.spi.Component;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Components that go out through one half of this module and come in through the other: what passes
 * the contract of its kind like that, passes both.
 *
 * @param <C> the kind
 */
abstract class Looped<C extends Component> implements ComponentProvider<C> {

  private static final Map<String, ComponentProvider<?>> PROVIDERS = new ConcurrentHashMap<>();

  private final Class<C> kind;
  private final String category;
  private final String inner;

  Looped(Class<C> kind, String category, String inner) {
    this.kind = kind;
    this.category = category;
    this.inner = inner;
  }

  @Override
  public Class<C> kind() {
    return kind;
  }

  @Override
  public List<String> types() {
    return List.of(category + ".looped");
  }

  @Override
  public C create(ComponentContext context) throws InterruptedException {
    var provider = PROVIDERS.computeIfAbsent(category, _ -> loop());
    return kind.cast(provider.create(context));
  }

  private ComponentProvider<?> loop() {
    try {
      Path folder = Files.createTempDirectory("mecha");
      var catalog =
          new ComponentCatalog(List.of(new ClassPathProviders(getClass().getClassLoader())));
      var offer =
          new ComponentHost.Offer(
              category + "." + inner, "v1", folder.resolve("home"), Time.system());
      ComponentHost host = ComponentHost.serve(catalog, offer, folder.resolve("looped.sock"));
      Runtime.getRuntime().addShutdownHook(new Thread(host::close));
      return new SocketFolder(folder).providers(category + ".looped").getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
