package dev.mecha.cli.call;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mecha.cli.client.SidecarClient;
import dev.mecha.cli.client.SidecarClient.Address;
import dev.mecha.cli.client.SidecarClient.Answer;
import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Flags;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.terminal.Program;
import dev.mecha.cli.terminal.StatusLines;
import dev.mecha.cli.terminal.StatusLines.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code publish}: publishes an event as an application does. */
public final class PublishCommand implements Command {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final JsonFactory JSON = new JsonFactory();

  /** A payload with all of these is an event already, and is not wrapped into another one. */
  private static final Set<String> EVENT = Set.of("id", "source", "specversion", "type", "data");

  private final Surroundings surroundings;

  /**
   * @param surroundings where it runs
   */
  public PublishCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public String name() {
    return "publish";
  }

  @Override
  public String summary() {
    return "Publish an event.";
  }

  @Override
  public void describe(CommandSpec spec) {
    spec.addOption(
        Flags.required("TEXT", "The application that publishes.", "-i", "--publish-app-id"));
    spec.addOption(Flags.required("TEXT", "The component.", "-p", "--pubsub"));
    spec.addOption(Flags.required("TEXT", "The topic.", "-t", "--topic"));
    spec.addOption(Flags.text("JSON", "Metadata of the call, an object.", "-m", "--metadata"));
    Payload.addTo(spec);
    Target.addTo(spec);
  }

  @Override
  public int execute(ParseResult parsed, Globals globals) {
    StatusLines lines = surroundings.lines(globals.logAsJson());
    String topic = Flags.text(parsed, "--topic");
    byte[] body;
    String query;
    try {
      body = Payload.of(parsed, name());
      query = query(Flags.text(parsed, "--metadata"));
    } catch (IOException e) {
      lines.fail(String.valueOf(e.getMessage()));
      return 1;
    }
    try {
      Address target =
          Target.of(
              Flags.text(parsed, "--publish-app-id"),
              parsed,
              globals,
              surroundings,
              "couldn't find a running Dapr instance");
      publish(target, Flags.text(parsed, "--pubsub"), topic, query, body);
      lines.say(
          Status.SUCCESS,
          switch (surroundings.program()) {
            case DAPR -> "Event published successfully";
            case MECHA -> "Published to " + topic + ".";
          });
      return 0;
    } catch (IOException e) {
      lines.fail("Error publishing topic " + topic + ": " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private void publish(Address target, String pubsub, String topic, String query, byte[] body)
      throws IOException, InterruptedException {
    String path = "/v1.0/publish/" + Urls.strict(pubsub) + "/" + Urls.tolerant(topic) + query;
    String type = isEvent(body) ? "application/cloudevents+json" : "application/json";
    try (var client = new SidecarClient(surroundings.environment())) {
      Answer answer =
          client.send(target, "POST", path, Map.of("Content-Type", type), body, PATIENCE);
      if (!answer.ok()) {
        throw new IOException(failure(answer, pubsub, topic));
      }
    }
  }

  private String failure(Answer answer, String pubsub, String topic) {
    String status =
        "unexpected status code "
            + answer.status()
            + " on publishing to "
            + topic
            + " in "
            + pubsub;
    return surroundings.program() == Program.DAPR || answer.body().length() == 0
        ? status
        : status + ": " + answer.body().toString(StandardCharsets.UTF_8).strip();
  }

  private static String query(String metadata) throws IOException {
    if (metadata.isEmpty()) {
      return "";
    }
    var fields = new LinkedHashMap<String, String>();
    try (JsonParser json = JSON.createParser(metadata)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("Error parsing metadata as JSON. Error: expected an object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        fields.put(name, json.getText());
      }
    } catch (JacksonException e) {
      throw new IOException("Error parsing metadata as JSON. Error: " + e.getOriginalMessage(), e);
    }
    return fields.entrySet().stream()
        .map(f -> "metadata." + Urls.strict(f.getKey()) + "=" + Urls.strict(f.getValue()))
        .collect(Collectors.joining("&", "?", ""));
  }

  static boolean isEvent(byte[] body) {
    var names = new HashSet<String>();
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        names.add(json.currentName());
        json.nextToken();
        json.skipChildren();
      }
      return names.containsAll(EVENT);
    } catch (IOException e) {
      return false; // no JSON, and so no event
    }
  }
}
