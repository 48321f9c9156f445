package dev.mecha.block.appconfig;

import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.kernel.error.ApiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an application once how it wants to be treated: {@code GET /dapr/config}. What is wrong with
 * the answer keeps nothing from starting.
 */
public final class AppConfigQuestion {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  private final @Nullable AppChannel app;
  private final String appId;
  private boolean asked;

  /**
   * @param app the way to an application that speaks HTTP; null for one that cannot be asked
   * @param appId its id
   */
  public AppConfigQuestion(@Nullable AppChannel app, String appId) {
    this.app = app;
    this.appId = appId;
  }

  /**
   * Asks, if that was not done before.
   *
   * @throws InterruptedException if the caller was interrupted
   */
  public void ask() throws InterruptedException {
    if (asked) {
      return;
    }
    asked = true;
    try {
      byte[] answer = app == null ? new byte[0] : answerOf(app);
      if (answer.length > 0) {
        report(AppConfig.read(answer));
      }
      LOG.info("Application configuration loaded");
    } catch (UnreachableException | BodyException e) {
      LOG.warn("The application cannot be asked for its configuration: {}", e.getMessage());
    } catch (ApiException e) {
      LOG.warn("The application's configuration has no effect: {}", e.error().message());
    }
  }

  /** Empty if it has none to say. */
  private byte[] answerOf(AppChannel channel) throws InterruptedException {
    Headers headers =
        new Headers().add("Content-Type", "application/json").add("dapr-app-id", appId);
    var request = new InvokeRequest("GET", "dapr/config", "", headers, Body.empty());
    try (InvokeResponse response = channel.invoke(request)) {
      byte[] body = response.body().readAll();
      return response.status() == 200 ? body : new byte[0];
    }
  }

  private static void report(AppConfig config) {
    if (!config.actorTypes().isEmpty()) {
      LOG.warn(
          "The application hosts actors, which this runtime does not call: {}",
          config.actorTypes());
    }
    String outdated =
        "remindersStoragePartitions is deprecated and will be removed in future versions";
    if (config.partitioned()) {
      LOG.warn(outdated);
    }
    for (String type : config.partitionedTypes()) {
      LOG.warn("{} (entity: {})", outdated, type);
    }
  }
}
