package dev.mecha.acceptance.process;

import dev.mecha.tck.server.KafkaServer;
import dev.mecha.tck.server.Mosquitto;
import dev.mecha.tck.server.RabbitServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A broker that sidecars share: a file of theirs, or a real server, which can be killed. */
public final class Broker implements AutoCloseable {

  private final String type;
  private final Map<String, String> metadata;
  private final Server server;

  /** The engines that events across languages, and events through faults, are tried with. */
  public enum Kind {
    /** The default: a file. */
    EMBEDDED,
    /** Streams that are written to the disk before they are acknowledged. */
    REDIS,
    /** One broker that is its own controller. */
    KAFKA,
    /** Queues that outlive their consumers. */
    RABBITMQ,
    /** Sessions that outlive their connections. */
    MQTT;

    /**
     * @param folder for its files
     * @return a broker that takes connections; the test is skipped where there is no such server
     */
    public Broker start(Path folder) {
      try {
        Path own = Files.createDirectories(folder);
        return switch (this) {
          case EMBEDDED -> embedded(own);
          case REDIS -> redis(own);
          case KAFKA -> kafka(own);
          case RABBITMQ -> rabbit(own);
          case MQTT -> mosquitto(own);
        };
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private record Server(Runnable kill, Runnable restart, Runnable close) {}

  private Broker(String type, Map<String, String> metadata, Server server) {
    this.type = type;
    this.metadata = metadata;
    this.server = server;
  }

  private static Broker embedded(Path folder) {
    var metadata =
        Map.of(
            "connectionString",
            folder.resolve("events.db").toString(),
            "redeliverInterval",
            "100ms",
            "processingTimeout",
            "2s",
            "cleanupInterval",
            "1s");
    Runnable nothing = () -> {};
    return new Broker("pubsub.sqlite", metadata, new Server(nothing, nothing, nothing));
  }

  private static Broker redis(Path folder) {
    RedisServer server = RedisServer.in(folder);
    var metadata =
        Map.of(
            "redisHost", server.address(), "processingTimeout", "5s", "redeliverInterval", "500ms");
    return new Broker(
        "pubsub.redis", metadata, new Server(server::kill, server::restart, server::close));
  }

  private static Broker kafka(Path folder) {
    try {
      KafkaServer server = KafkaServer.start(folder, System.getProperty("java.class.path"));
      var metadata =
          Map.of(
              "brokers",
              server.address(),
              "authType",
              "none",
              "initialOffset",
              "oldest",
              "sessionTimeout",
              "6s",
              "heartbeatInterval",
              "500ms");
      return new Broker(
          "pubsub.kafka", metadata, new Server(server::kill, server::restart, server::close));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Broker rabbit(Path folder) {
    RabbitServer server = RabbitServer.start(folder);
    var metadata =
        Map.of(
            "connectionString",
            server.address(),
            "deletedWhenUnused",
            "false",
            "deliveryMode",
            "2");
    return new Broker(
        "pubsub.rabbitmq", metadata, new Server(server::kill, server::start, server::close));
  }

  private static Broker mosquitto(Path folder) {
    try {
      Mosquitto server = Mosquitto.start(folder);
      var metadata = Map.of("url", "mqtt://127.0.0.1:" + server.port(), "qos", "1");
      return new Broker(
          "pubsub.mqtt3", metadata, new Server(server::close, server::restart, server::close));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param name of the component
   * @param more metadata that it is to have as well, names and values in turn
   * @return the resource file of a component that uses it
   */
  public String component(String name, String... more) {
    var all = new TreeMap<>(metadata);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    String[] flat =
        all.entrySet().stream()
            .flatMap(one -> Stream.of(one.getKey(), one.getValue()))
            .toArray(String[]::new);
    return Resources.component(name, type, flat);
  }

  /**
   * @return whether it is a process that can be killed
   */
  public boolean isServer() {
    return !type.equals("pubsub.sqlite");
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    server.kill.run();
  }

  /** Starts it again with what it has on its disk, and waits until it takes connections. */
  public void restart() {
    server.restart.run();
  }

  @Override
  public void close() {
    server.close.run();
  }
}
