package dev.mecha.spi.secret;

import dev.mecha.spi.Component;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands out secrets. Reads may be repeated. */
public interface SecretStore extends Component {

  /**
   * @return what this store can do; constant
   */
  default Set<SecretFeature> features() {
    return Set.of();
  }

  /**
   * @param name of the secret
   * @param metadata of the request; empty if none
   * @return the values of the secret by key (one value under the secret's own name, unless the
   *     store has {@link SecretFeature#MULTIPLE_KEY_VALUES}), or null if the store has no such
   *     secret
   * @throws InterruptedException if the calling thread is interrupted
   */
  @Nullable Map<String, String> get(String name, Map<String, String> metadata)
      throws InterruptedException;

  /**
   * @param metadata of the request; empty if none
   * @return all secrets by name, each as {@link #get} returns it
   * @throws InterruptedException if the calling thread is interrupted
   */
  Map<String, Map<String, String>> getAll(Map<String, String> metadata) throws InterruptedException;
}
