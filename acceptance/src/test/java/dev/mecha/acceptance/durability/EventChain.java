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
import java.util.stream.Stream;

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

  /** A process of the chain; the broker comes before those who need it to start. */
  enum Link {
    BROKER,
    PUBLISHER,
    SUBSCRIBER,
    APP
  }

  /**
   * @param bulk whether the application wants many events at a time
   */
  EventChain(Broker.Kind kind, Path folder, boolean bulk) {
    broker = kind.start(folder.resolve("broker"));
    app = RecordingApp.in(folder.resolve("app"), bulk);
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

  /**
   * Ends a process as {@code kill -9} does. The broker only when the sidecars are there: one that
   * does not find it when it starts ends, and nobody here starts it again.
   */
  void kill(Link link) {
    switch (link) {
      case BROKER -> {
        awaitReady();
        broker.kill();
      }
      case PUBLISHER -> publisher.kill();
      case SUBSCRIBER -> subscriber.kill();
      case APP -> app.kill();
    }
  }

  /** Starts a process again after {@link #kill}. */
  void restart(Link link) {
    switch (link) {
      case BROKER -> broker.restart();
      case PUBLISHER -> {
        publisher.close();
        publisher = publisherSetup.launch();
      }
      case SUBSCRIBER -> {
        subscriber.close();
        subscriber = subscriberSetup.launch();
      }
      case APP -> app.restart();
    }
  }

  /**
   * @return what the subscriber's sidecar has said last, and what it says of events that it may not
   *     deliver again: the application never wants that, a stranger at its port may
   */
  String subscriberSays() {
    List<String> lines = subscriber.log().lines().toList();
    Stream<String> dropped =
        lines.stream().filter(line -> line.contains("non-retriable error")).limit(10);
    Stream<String> last = lines.subList(Math.max(0, lines.size() - 20), lines.size()).stream();
    return Stream.concat(dropped, last).collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    publisher.close();
    subscriber.close();
    app.close();
    broker.close();
  }
}
