package dev.mecha.acceptance.sdk;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mecha.acceptance.process.EventApp;
import io.dapr.client.domain.BulkSubscribeAppResponse;
import io.dapr.client.domain.BulkSubscribeAppResponseEntry;
import io.dapr.client.domain.BulkSubscribeAppResponseStatus;
import io.dapr.client.domain.BulkSubscribeMessage;
import io.dapr.client.domain.CloudEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Somebody who listens.
 *
 * @param name for messages
 * @param topics that it listens to
 * @param events what it heard so far: what it shows of each event, under the names of CloudEvents
 */
record Subscriber(String name, List<String> topics, Supplier<Collection<JsonNode>> events) {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, true)
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
  private static final String GOT = "GOT ";

  /**
   * @param output what a script prints: lines that begin with {@code GOT} show an event
   */
  static Subscriber printing(String name, List<String> topics, Path output) {
    return new Subscriber(
        name,
        topics,
        () -> {
          try (Stream<String> lines = Files.lines(output)) {
            return lines
                .filter(line -> line.startsWith(GOT))
                .map(line -> parse(line.substring(GOT.length())))
                .toList();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  /**
   * @param app serves {@code /news} event by event, and {@code /gathered} in bulk, with the types
   *     of the SDK
   */
  static Subscriber serving(String name, List<String> topics, EventApp app) {
    app.answering(Subscriber::answer);
    return new Subscriber(
        name,
        topics,
        () -> app.deliveries().stream().flatMap(delivery -> events(delivery.body())).toList());
  }

  private static Stream<JsonNode> events(JsonNode body) {
    JsonNode entries = body.path("entries");
    return entries.isArray()
        ? entries.valueStream().map(entry -> entry.path("event"))
        : Stream.of(body);
  }

  /** What the SDK cannot read is refused, and heard of again and again. */
  private static EventApp.Answer answer(EventApp.Delivery delivery) {
    try {
      if (delivery.path().equals("/news")) {
        CloudEvent.deserialize(JSON.writeValueAsBytes(delivery.body()));
        return new EventApp.Answer(200, "");
      }
      var type =
          JSON.getTypeFactory()
              .constructParametricType(BulkSubscribeMessage.class, CloudEvent.class);
      BulkSubscribeMessage<?> bulk = JSON.convertValue(delivery.body(), type);
      var statuses =
          bulk.getEntries().stream()
              .map(
                  entry ->
                      new BulkSubscribeAppResponseEntry(
                          entry.getEntryId(), BulkSubscribeAppResponseStatus.SUCCESS))
              .toList();
      return new EventApp.Answer(
          200, JSON.writeValueAsString(new BulkSubscribeAppResponse(statuses)));
    } catch (IOException | IllegalArgumentException e) {
      return new EventApp.Answer(500, String.valueOf(e.getMessage()));
    }
  }

  /**
   * @param events what an SDK made of them
   */
  static Subscriber streaming(
      String name, List<String> topics, Collection<? extends CloudEvent<?>> events) {
    return new Subscriber(
        name,
        topics,
        () -> events.stream().<JsonNode>map(event -> JSON.valueToTree(event)).toList());
  }

  /** What it heard of a topic through a broker. */
  List<JsonNode> heard(String pubsub, String topic) {
    return events.get().stream()
        .filter(event -> event.path("pubsubname").asText().equals(pubsub))
        .filter(event -> event.path("topic").asText().equals(topic))
        .toList();
  }
}
