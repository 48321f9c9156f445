package dev.mecha.block.configuration;

import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.CodedFailure;
import dev.mecha.kernel.resilience.ComponentType;
import dev.mecha.kernel.resilience.Direction;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.spi.configuration.ConfigurationItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the application for each key that has changed. */
final class AppUpdates implements Subscriber {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.http");

  private final String id;
  private final String store;
  private final AppChannel app;
  private final Guard guard;

  /**
   * @param wish whose changes
   * @param app is called
   * @param guards the policies of such calls
   */
  AppUpdates(LiveSubscription.Wish wish, AppChannel app, Guards guards) {
    this.id = wish.id();
    this.store = wish.store();
    this.app = app;
    this.guard = guards.component(store, ComponentType.CONFIGURATION, Direction.INBOUND);
  }

  @Override
  public void told(Map<String, ConfigurationItem> items) throws InterruptedException {
    byte[] body = body(items);
    for (String key : items.keySet()) {
      try {
        guard.run(() -> post("configuration/" + store + "/" + key, body));
      } catch (Refused
          | UnreachableException
          | BodyException
          | GuardTimeoutException
          | CircuitOpenException e) {
        LOG.error("error sending configuration item to the app: {}", e.getMessage());
      }
    }
  }

  private byte[] body(Map<String, ConfigurationItem> items) {
    try {
      return ConfigurationJson.update(id, items);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }

  private boolean post(String path, byte[] body) throws Refused, InterruptedException {
    var headers = new Headers().set("Content-Type", "application/json");
    var request = new InvokeRequest("POST", path, "", headers, Body.of(body));
    try (InvokeResponse answer = app.invoke(request)) {
      answer.body().readAll();
      int fine =
          switch (answer.protocol()) {
            case HTTP -> 200;
            case GRPC -> 0;
          };
      if (answer.status() != fine) {
        throw new Refused(answer.status());
      }
      return true;
    }
  }

  /** Any other status is tried again, if that is what the policies say. */
  private static final class Refused extends Exception implements CodedFailure {

    private static final long serialVersionUID = 1;

    private final int status;

    Refused(int status) {
      super("error sending configuration item to application, status " + status);
      this.status = status;
    }

    @Override
    public int code() {
      return status;
    }
  }
}
