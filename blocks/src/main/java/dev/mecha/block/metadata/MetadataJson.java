package dev.mecha.block.metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mecha.block.json.Json;
import dev.mecha.protocol.runtime.v1.ActiveActorsCount;
import dev.mecha.protocol.runtime.v1.ActorRuntime;
import dev.mecha.protocol.runtime.v1.AppConnectionProperties;
import dev.mecha.protocol.runtime.v1.GetMetadataResponse;
import dev.mecha.protocol.runtime.v1.PubsubSubscription;
import dev.mecha.protocol.runtime.v1.RegisteredComponents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * The JSON form of the metadata. Not protobuf's own: subscriptions carry their rules without a
 * level between, and the scheduler's addresses are in snake case.
 */
final class MetadataJson {

  private final JsonGenerator json;

  private MetadataJson(JsonGenerator json) {
    this.json = json;
  }

  static byte[] render(GetMetadataResponse metadata) throws IOException {
    var out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = Json.generator(out)) {
      new MetadataJson(json).write(metadata);
    }
    return out.toByteArray();
  }

  private void write(GetMetadataResponse metadata) throws IOException {
    json.writeStartObject();
    text("id", metadata.getId());
    text("runtimeVersion", metadata.getRuntimeVersion());
    texts("enabledFeatures", metadata.getEnabledFeaturesList());
    actors("actors", metadata.getActorRuntime().getActiveActorsList());
    components(metadata.getRegisteredComponentsList());
    if (metadata.getExtendedMetadataCount() > 0) {
      Json.texts(json, "extended", metadata.getExtendedMetadataMap());
    }
    subscriptions(metadata.getSubscriptionsList());
    names("httpEndpoints", metadata.getHttpEndpointsList().stream().map(e -> e.getName()).toList());
    app(metadata.getAppConnectionProperties());
    actorRuntime(metadata.getActorRuntime());
    if (metadata.getScheduler().getConnectedAddressesCount() > 0) {
      json.writeObjectFieldStart("scheduler");
      texts("connected_addresses", metadata.getScheduler().getConnectedAddressesList());
      json.writeEndObject();
    }
    if (metadata.getWorkflows().getConnectedWorkers() > 0) {
      json.writeObjectFieldStart("workflows");
      number("connectedWorkers", metadata.getWorkflows().getConnectedWorkers());
      json.writeEndObject();
    }
    names("mcpServers", metadata.getMcpServersList().stream().map(s -> s.getName()).toList());
    names(
        "workflowAccessPolicies",
        metadata.getWorkflowAccessPoliciesList().stream().map(p -> p.getName()).toList());
    names("resiliencies", metadata.getResilienciesList().stream().map(r -> r.getName()).toList());
    json.writeEndObject();
  }

  private void components(List<RegisteredComponents> components) throws IOException {
    if (components.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("components");
    for (RegisteredComponents component : components) {
      json.writeStartObject();
      text("name", component.getName());
      text("type", component.getType());
      text("version", component.getVersion());
      texts("capabilities", component.getCapabilitiesList());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void subscriptions(List<PubsubSubscription> subscriptions) throws IOException {
    if (subscriptions.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("subscriptions");
    for (PubsubSubscription subscription : subscriptions) {
      json.writeStartObject();
      json.writeStringField("pubsubname", subscription.getPubsubName());
      json.writeStringField("topic", subscription.getTopic());
      if (subscription.getMetadataCount() > 0) {
        Json.texts(json, "metadata", subscription.getMetadataMap());
      }
      if (subscription.getRules().getRulesCount() > 0) {
        json.writeArrayFieldStart("rules");
        for (var rule : subscription.getRules().getRulesList()) {
          json.writeStartObject();
          text("match", rule.getMatch());
          text("path", rule.getPath());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      json.writeStringField("deadLetterTopic", subscription.getDeadLetterTopic());
      json.writeStringField("type", subscription.getType().name());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void app(AppConnectionProperties app) throws IOException {
    if (app.equals(AppConnectionProperties.getDefaultInstance())) {
      return;
    }
    json.writeObjectFieldStart("appConnectionProperties");
    number("port", app.getPort());
    text("protocol", app.getProtocol());
    text("channelAddress", app.getChannelAddress());
    number("maxConcurrency", app.getMaxConcurrency());
    if (app.hasHealth()) {
      json.writeObjectFieldStart("health");
      text("healthCheckPath", app.getHealth().getHealthCheckPath());
      text("healthProbeInterval", app.getHealth().getHealthProbeInterval());
      text("healthProbeTimeout", app.getHealth().getHealthProbeTimeout());
      number("healthThreshold", app.getHealth().getHealthThreshold());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void actorRuntime(ActorRuntime runtime) throws IOException {
    json.writeObjectFieldStart("actorRuntime");
    json.writeStringField("runtimeStatus", runtime.getRuntimeStatus().name());
    actors("activeActors", runtime.getActiveActorsList());
    json.writeBooleanField("hostReady", runtime.getHostReady());
    text("placement", runtime.getPlacement());
    json.writeEndObject();
  }

  private void actors(String name, List<ActiveActorsCount> actors) throws IOException {
    if (actors.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (ActiveActorsCount actor : actors) {
      json.writeStartObject();
      text("type", actor.getType());
      number("count", actor.getCount());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void names(String field, List<String> names) throws IOException {
    if (names.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(field);
    for (String name : names) {
      json.writeStartObject();
      json.writeStringField("name", name);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void texts(String name, List<String> texts) throws IOException {
    if (texts.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private void text(String name, String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField(name, text);
    }
  }

  private void number(String name, int number) throws IOException {
    if (number != 0) {
      json.writeNumberField(name, number);
    }
  }
}
