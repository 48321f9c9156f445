package dev.mecha.component.kafka;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.pubsub.ConsumerGroup;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of {@code pubsub.kafka}. No secret is in its text form.
 *
 * @param brokers of the cluster
 * @param group of consumers
 * @param retry whether a refused message is tried again
 * @param retryPause before that
 * @param escape whether texts that arrive are escaped as in a URL
 * @param excluded names that are no headers, or null if all are
 * @param clients what the driver's clients are told
 */
record KafkaSettings(
    String brokers,
    String group,
    boolean retry,
    Duration retryPause,
    boolean escape,
    @Nullable Pattern excluded,
    Clients clients) {

  private static final Duration MILLIS = Duration.ofMillis(1);

  /**
   * What the driver's clients are told, secrets included.
   *
   * @param producer for publishing
   * @param consumer for subscriptions
   * @param common for any other client
   */
  record Clients(
      Map<String, Object> producer, Map<String, Object> consumer, Map<String, Object> common) {

    /** Names alone. */
    @Override
    public String toString() {
      return producer.keySet() + " " + consumer.keySet();
    }
  }

  /**
   * @param context of the component
   * @return the settings
   * @throws InvalidMetadataException if a field is missing, wrong, or stands for something not
   *     supported yet
   */
  static KafkaSettings of(ComponentContext context) {
    ComponentMetadata metadata = context.metadata();
    if (metadata.property("schemaRegistryURL").isPresent()) {
      throw new InvalidMetadataException(
          "schemaRegistryURL: \""
              + metadata.property("schemaRegistryURL").text()
              + "\" (expected: nothing; schema registries are not supported yet)");
    }
    String brokers = String.join(",", metadata.property("brokers").list());
    if (brokers.isEmpty()) {
      throw new InvalidMetadataException("brokers: missing (expected: host:port, …)");
    }
    String group = metadata.property("consumerGroup").text(ConsumerGroup.of(context));
    var exclude = metadata.property("excludeHeaderMetaRegex");
    return new KafkaSettings(
        brokers,
        group,
        metadata.property("consumeRetryEnabled").flag(true),
        metadata.property("consumeRetryInterval").duration(Duration.ofMillis(100), MILLIS),
        metadata.property("escapeHeaders").flag(false),
        exclude.isPresent() ? exclude.parse("a regular expression", KafkaSettings::pattern) : null,
        clients(metadata, brokers, group));
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * @return whether a new group begins with the newest message
   */
  boolean fromNewest() {
    return "latest".equals(clients.consumer().get("auto.offset.reset"));
  }

  /**
   * @param name of a header or of metadata
   * @return whether it goes from one to the other
   */
  boolean isHeader(String name) {
    return excluded == null || !excluded.matcher(name).find();
  }

  private static Clients clients(ComponentMetadata metadata, String brokers, String group) {
    var common = new HashMap<String, Object>();
    common.put("bootstrap.servers", brokers);
    common.put("client.id", metadata.property("clientID").text("sarama"));
    common.put("connections.max.idle.ms", idle(metadata));
    common.put(
        "metadata.max.age.ms",
        metadata
            .property("clientConnectionTopicMetadataRefreshInterval")
            .duration(Duration.ofMinutes(8))
            .toMillis());
    common.put("socket.connection.setup.timeout.ms", dialTimeout(metadata).toMillis());
    common.put("request.timeout.ms", (int) callTimeout(metadata).toMillis());
    common.put("reconnect.backoff.max.ms", 1000L);
    common.put("auto.include.jmx.reporter", false);
    common.put("metric.reporters", "");
    common.put("enable.metrics.push", false);
    common.putAll(Access.of(metadata));
    return new Clients(producer(metadata, common), consumer(metadata, common, group), common);
  }

  private static long idle(ComponentMetadata metadata) {
    Duration given = metadata.property("clientConnectionKeepAliveInterval").duration(Duration.ZERO);
    return given.isZero() || given.isNegative() ? -1 : given.toMillis();
  }

  private static Duration dialTimeout(ComponentMetadata metadata) {
    return positive(metadata, "dialTimeout");
  }

  private static Duration callTimeout(ComponentMetadata metadata) {
    Duration read = positive(metadata, "readTimeout");
    Duration write = positive(metadata, "writeTimeout");
    return read.compareTo(write) > 0 ? read : write;
  }

  private static Duration positive(ComponentMetadata metadata, String name) {
    Duration given = metadata.property(name).duration(Duration.ofSeconds(30));
    return given.isZero() || given.isNegative() ? Duration.ofSeconds(30) : given;
  }

  private static Map<String, Object> producer(
      ComponentMetadata metadata, Map<String, Object> common) {
    var producer = new HashMap<>(common);
    String acks = metadata.property("producerRequiredAcks").choice("all", "all", "local", "none");
    int retries = metadata.property("producerRetryMax").integer(5, 0);
    producer.put(
        "acks",
        switch (acks) {
          case "local" -> "1";
          case "none" -> "0";
          default -> "all";
        });
    producer.put("retries", retries);
    producer.put("enable.idempotence", acks.equals("all") && retries > 0);
    producer.put("linger.ms", 0L);
    Duration metadataTimeout = metadata.property("metadataTimeout").duration(Duration.ZERO);
    Duration wait =
        metadataTimeout.isZero() || metadataTimeout.isNegative()
            ? dialTimeout(metadata)
            : metadataTimeout;
    producer.put("max.block.ms", wait.toMillis());
    producer.put("delivery.timeout.ms", (int) callTimeout(metadata).multipliedBy(2).toMillis());
    int most = metadata.property("maxMessageBytes").integer(0, 0);
    producer.put("max.request.size", most == 0 ? 1_048_576 : most);
    producer.put(
        "compression.type",
        metadata.property("compression").choice("none", "none", "gzip", "snappy", "lz4", "zstd"));
    return producer;
  }

  private static Map<String, Object> consumer(
      ComponentMetadata metadata, Map<String, Object> common, String group) {
    var consumer = new HashMap<>(common);
    consumer.put("group.id", group);
    consumer.put("enable.auto.commit", false);
    String offset = metadata.property("initialOffset").choice("newest", "newest", "oldest");
    consumer.put("auto.offset.reset", offset.equals("oldest") ? "earliest" : "latest");
    consumer.put("max.poll.records", metadata.property("channelBufferSize").integer(256, 1));
    consumer.put("fetch.min.bytes", metadata.property("consumerFetchMin").integer(1, 1));
    consumer.put(
        "max.partition.fetch.bytes",
        metadata.property("consumerFetchDefault").integer(1024 * 1024, 1));
    int heartbeat =
        (int) metadata.property("heartbeatInterval").duration(Duration.ofSeconds(3)).toMillis();
    int session =
        (int) metadata.property("sessionTimeout").duration(Duration.ofSeconds(10)).toMillis();
    consumer.put("heartbeat.interval.ms", heartbeat);
    consumer.put("session.timeout.ms", session);
    String strategy =
        metadata
            .property("consumerGroupRebalanceStrategy")
            .choice("range", "range", "sticky", "roundrobin");
    consumer.put(
        "partition.assignment.strategy",
        "org.apache.kafka.clients.consumer."
            + switch (strategy) {
              case "sticky" -> "StickyAssignor";
              case "roundrobin" -> "RoundRobinAssignor";
              default -> "RangeAssignor";
            });
    return consumer;
  }
}
