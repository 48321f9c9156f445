package dev.mecha.component.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.PublishRequest;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Messages as records: metadata are headers, as the peer writes and reads them. */
final class Records {

  private static final int FNV_OFFSET = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  private final KafkaSettings settings;

  Records(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * @param request a message to publish
   * @param partitions says how many partitions a topic has
   * @return the record
   */
  ProducerRecord<byte[], byte[]> outgoing(
      PublishRequest request, ToIntFunction<String> partitions) {
    Map<String, String> metadata = request.metadata();
    requireNoSchema(metadata);
    String key = metadata.getOrDefault("partitionKey", metadata.get("__key"));
    Integer partition = partition(request.topic(), metadata, key, partitions);
    var record =
        new ProducerRecord<byte[], byte[]>(
            request.topic(), partition, key == null ? null : key.getBytes(UTF_8), request.data());
    metadata.forEach(
        (name, value) -> {
          if (settings.isHeader(name)) {
            record.headers().add(name, value.getBytes(UTF_8));
          }
        });
    return record;
  }

  /**
   * @param metadata of a request to publish or to subscribe
   * @throws ComponentException if values are to have a schema
   */
  static void requireNoSchema(Map<String, String> metadata) {
    metadata.forEach(
        (name, value) -> {
          boolean plain = value.isEmpty() || value.equalsIgnoreCase("none");
          if (name.equalsIgnoreCase("valueSchemaType") && !plain) {
            throw new ComponentException(
                "valueSchemaType: \""
                    + value
                    + "\" (expected: None; schema registries are not supported yet)");
          }
        });
  }

  private static @Nullable Integer partition(
      String topic,
      Map<String, String> metadata,
      @Nullable String key,
      ToIntFunction<String> partitions) {
    String number = metadata.get("partitionNumber");
    if (number != null) {
      int count = partitions.applyAsInt(topic);
      if (!number.matches("\\d{1,9}") || Integer.parseInt(number) >= count) {
        throw new ComponentException(
            "partitionNumber: \"" + number + "\" (expected: from 0 to " + (count - 1) + ")");
      }
      return Integer.parseInt(number);
    }
    return key == null ? null : hashed(key.getBytes(UTF_8), partitions.applyAsInt(topic));
  }

  /** Which partition the peer takes for a key: the same, or messages would lose their order. */
  static int hashed(byte[] key, int partitions) {
    int hash = FNV_OFFSET;
    for (byte each : key) {
      hash = (hash ^ (each & 0xff)) * FNV_PRIME;
    }
    return Math.abs(hash % partitions);
  }

  /**
   * @param record that arrived
   * @return its headers, and what the broker knows of it
   */
  Map<String, String> metadata(ConsumerRecord<byte[], byte[]> record) {
    var metadata = new HashMap<String, String>();
    if (record.key() != null) {
      metadata.put("__key", text(record.key()));
    }
    metadata.put("__offset", String.valueOf(record.offset()));
    metadata.put("__topic", record.topic());
    metadata.put("__timestamp", String.valueOf(record.timestamp()));
    metadata.put("__partition", String.valueOf(record.partition()));
    for (Header header : record.headers()) {
      if (settings.isHeader(header.key())) {
        metadata.put(header.key(), header.value() == null ? "" : text(header.value()));
      }
    }
    return metadata;
  }

  private String text(byte[] value) {
    String text = new String(value, UTF_8);
    return settings.escape() ? URLEncoder.encode(text, UTF_8) : text;
  }

  /**
   * @param record that arrived
   * @return its bytes; a record may have none
   */
  static byte[] data(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null ? new byte[0] : record.value();
  }
}
