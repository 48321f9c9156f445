package dev.mecha.cli.instance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mecha.cli.client.SidecarClient;
import dev.mecha.cli.client.SidecarClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks sidecars for the attributes that were put into their metadata. One that does not answer has
 * none.
 */
final class Attributes {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final JsonFactory JSON = new JsonFactory();

  private final SidecarClient client;

  Attributes(SidecarClient client) {
    this.client = client;
  }

  List<Instance> addTo(List<Instance> instances) throws InterruptedException {
    var results = new Instance[instances.size()];
    var threads = new Thread[instances.size()];
    for (int i = 0; i < threads.length; i++) {
      int index = i;
      Instance instance = instances.get(i);
      threads[i] = Thread.ofVirtual().start(() -> results[index] = withAttributes(instance));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return List.of(results);
  }

  private Instance withAttributes(Instance instance) {
    try {
      Answer answer =
          client.send(instance.address(), "GET", "/v1.0/metadata", Map.of(), new byte[0], PATIENCE);
      return new Instance(
          instance.appId(),
          instance.doors(),
          instance.sidecarPid(),
          instance.created(),
          answer.ok() ? extended(answer.body().getBytes()) : Map.of());
    } catch (IOException e) {
      return instance;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return instance;
    }
  }

  /** The texts in the mapping {@code extended}. */
  static Map<String, String> extended(byte[] metadata) throws IOException {
    var found = new HashMap<String, String>();
    try (JsonParser json = JSON.createParser(metadata)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return found;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = json.currentName().equals("extended");
        if (json.nextToken() == JsonToken.START_OBJECT && wanted) {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_STRING) {
              found.put(name, json.getText());
            } else {
              json.skipChildren();
            }
          }
        } else {
          json.skipChildren();
        }
      }
    }
    return found;
  }
}
