package dev.mecha.spi.configuration;

import dev.mecha.spi.Component;
import java.util.List;
import java.util.Map;

/** Hands out configuration that others change, and tells when it changes. Reads may be repeated. */
public interface ConfigurationStore extends Component {

  /**
   * Reads items.
   *
   * @param keys which; all if empty
   * @param metadata of the request; empty if none
   * @return the items that are there, by key
   * @throws InterruptedException if the calling thread is interrupted
   */
  Map<String, ConfigurationItem> get(List<String> keys, Map<String, String> metadata)
      throws InterruptedException;

  /**
   * Tells a listener of all changes from now on, until the subscription or the component is closed.
   * It outlives the loss of the engine: when the engine is back, the listener is told that
   * {@linkplain ChangeListener#mayHaveChanged items may have changed}. Of changes that follow each
   * other fast, the last is told at least.
   *
   * @param keys which; all if empty
   * @param metadata of the request; empty if none
   * @param listener is told
   * @return the subscription, which is in force
   * @throws InterruptedException if the calling thread is interrupted
   */
  ConfigurationSubscription subscribe(
      List<String> keys, Map<String, String> metadata, ChangeListener listener)
      throws InterruptedException;
}
