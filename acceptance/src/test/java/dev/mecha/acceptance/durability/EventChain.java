package dev.mecha.acceptance.durability;

import dev.mecha.acceptance.process.Broker;
import dev.mecha.acceptance.process.RecordingApp;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.acceptance.process.SidecarSetup;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an event passes on its way: the publisher's sidecar, the broker, the subscriber's sidecar
 * and the application, each a process that can be killed and started again.
 */
final class EventChain implements AutoCloseable {

  private final Broker broker;
  private final RecordingApp app;
  private final SidecarSetup publisherSetup;
  private final SidecarSetup subscriberSetup;
  private volatile Sidecar publisher;
  private Sidecar subscriber;

  /** A process of the chain. */
  enum Link {
    PUBLISHER,
    BROKER,
    SUBSCRIBER,
    APP
  }

  EventChain(Broker.Kind kind, Path folder) {
    broker = kind.start(folder.resolve("broker"));
    app = RecordingApp.in(folder.resolve("app"));
    publisherSetup =
        Sidecar.in(folder.resolve("publisher"))
            .appId("publisher")
            .resource(broker.component("pubsub"));
    subscriberSetup =
        Sidecar.in(folder.resolve("subscriber"))
            .appId("subscriber")
            .resource(broker.component("pubsub"))
            .flags("--app-port=" + app.port());
    publisher = publisherSetup.launch();
    subscriber = subscriberSetup.launch();
  }

  /** Waits until both sidecars serve. */
  void awaitReady() {
    publisher.awaitHealthy();
    subscriber.awaitHealthy();
  }

  /**
   * @return the one that serves publishers now
   */
  Sidecar publisher() {
    return publisher;
  }

  /**
   * @return the events that the application has taken, in order
   */
  List<String> received() {
    return app.received();
  }

  /**
   * @return what can be killed: the embedded broker is no process
   */
  Set<Link> links() {
    return broker.isServer()
        ? EnumSet.allOf(Link.class)
        : EnumSet.complementOf(EnumSet.of(Link.BROKER));
  }

  /** Ends a process as {@code kill -9} does. */
  void kill(Link link) {
    switch (link) {
      case PUBLISHER -> publisher.kill();
      case BROKER -> broker.kill();
      case SUBSCRIBER -> subscriber.kill();
      case APP -> app.kill();
    }
  }

  /** Starts a process again after {@link #kill}. */
  void restart(Link link) {
    switch (link) {
      case PUBLISHER -> {
        publisher.close();
        publisher = publisherSetup.launch();
      }
      case BROKER -> broker.restart();
      case SUBSCRIBER -> {
        subscriber.close();
        subscriber = subscriberSetup.launch();
      }
      case APP -> app.restart();
    }
  }

  /**
   * @return what the subscriber's sidecar says of events that it may not deliver again, in its last
   *     life: the application never wants that, a stranger at its port may
   */
  String dropped() {
    return subscriber
        .log()
        .lines()
        .filter(line -> line.contains("non-retriable error"))
        .limit(10)
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    publisher.close();
    subscriber.close();
    app.close();
    broker.close();
  }
}
