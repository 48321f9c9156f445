package dev.mecha.spi.nameresolution;

import dev.mecha.spi.Component;
import java.util.List;

/**
 * Tells others where this sidecar is, and finds theirs. The constructor connects and makes nothing
 * known yet.
 */
public interface NameResolver extends Component {

  /**
   * Makes an instance known until {@link #close}, and keeps it known: a registration that ends by
   * itself is renewed. May be repeated with the same instance after a failure. A resolver that only
   * derives addresses from names has nothing to do.
   *
   * @param instance this sidecar
   * @throws dev.mecha.spi.ComponentException if the engine fails or refuses
   * @throws InterruptedException if the calling thread is interrupted
   */
  default void register(ServiceInstance instance) throws InterruptedException {}

  /**
   * Finds the instances of an application. May be repeated.
   *
   * @param request which application
   * @return their addresses, {@code host:port} each and in no particular order; never empty
   * @throws ServiceNotFoundException if there is none
   * @throws dev.mecha.spi.ComponentException if the engine fails
   * @throws InterruptedException if the calling thread is interrupted
   */
  List<String> resolve(ResolveRequest request) throws InterruptedException;

  /**
   * Takes the registered instance back, so that nobody finds it any more, and frees what the
   * resolver holds. Idempotent.
   */
  @Override
  void close();
}
