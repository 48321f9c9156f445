package dev.mecha.block.pubsub.subscribe;

import com.fasterxml.jackson.core.JsonToken;
import dev.mecha.block.json.JsonReader;
import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.expression.InvalidExpressionException;
import dev.mecha.kernel.resilience.Guard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an application that speaks HTTP: {@code GET /dapr/subscribe}. */
final class HttpAppTopics implements AppTopics {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.pubsub");

  private final AppChannel app;
  private final String appId;
  private final Guard retries;

  HttpAppTopics(AppChannel app, String appId, Guard retries) {
    this.app = app;
    this.appId = appId;
    this.retries = retries;
  }

  @Override
  public List<TopicSubscription> ask() throws InterruptedException {
    try {
      return retries.run(this::askOnce);
    } catch (UnreachableException | BodyException e) {
      LOG.error("error getting topic list from app: {}", e.getMessage());
    } catch (ApiException e) {
      LOG.error("error getting topics from app: {}", e.error().message());
    } catch (InvalidExpressionException e) {
      LOG.error("error getting topics from app: {}", e.getMessage());
    }
    return List.of();
  }

  private List<TopicSubscription> askOnce()
      throws InvalidExpressionException, InterruptedException {
    Headers headers = new Headers().add("Content-Type", "application/json");
    if (!appId.isEmpty()) {
      headers.add("dapr-app-id", appId);
    }
    var request = new InvokeRequest("GET", "dapr/subscribe", "", headers, Body.empty());
    try (InvokeResponse response = app.invoke(request)) {
      byte[] body = response.body().readAll();
      switch (response.status()) {
        case 200 -> {
          return body.length == 0 ? List.of() : read(body);
        }
        case 404 -> LOG.debug("user app did not subscribe to any topic");
        default ->
            LOG.error(
                "app returned http status code {} from subscription endpoint", response.status());
      }
      return List.of();
    }
  }

  /** An item as it is written, before its rules are understood. */
  private static final class Written {
    private String pubsub = "";
    private String topic = "";
    private String deadLetterTopic = "";
    private String route = "";
    private String fallback = "";
    private Map<String, String> metadata = Map.of();
    private BulkSettings bulk = BulkSettings.OFF;
    private final List<String[]> rules = new ArrayList<>();
  }

  static List<TopicSubscription> read(byte[] body) throws InvalidExpressionException {
    var items = new ArrayList<Written>();
    JsonReader.read(
        body,
        json -> {
          json.array("subscriptions", () -> items.add(item(json)));
          return true;
        });
    var subscriptions = new ArrayList<TopicSubscription>();
    for (Written item : items) {
      List<Rule> rules = rules(item);
      if (rules.isEmpty()) {
        LOG.warn("topic {} has an empty routes. removing from subscriptions list", item.topic);
      } else {
        subscriptions.add(
            new TopicSubscription(
                TopicSubscription.Origin.PROGRAMMATIC,
                "",
                item.pubsub,
                item.topic,
                item.metadata,
                rules,
                item.deadLetterTopic,
                item.bulk));
      }
    }
    return subscriptions;
  }

  private static List<Rule> rules(Written item) throws InvalidExpressionException {
    var rules = new ArrayList<Rule>();
    for (String[] rule : item.rules) {
      rules.add(Rule.of(rule[0], rule[1]));
    }
    String rest = item.fallback.isEmpty() ? item.route : item.fallback;
    if (!rest.isEmpty()) {
      rules.add(new Rule(null, rest));
    }
    return List.copyOf(rules);
  }

  private static Written item(JsonReader json) throws IOException {
    var item = new Written();
    json.object(
        "subscription",
        name -> {
          switch (name.toLowerCase(Locale.ROOT)) {
            case "pubsubname" -> item.pubsub = json.text(name);
            case "topic" -> item.topic = json.text(name);
            case "deadlettertopic" -> item.deadLetterTopic = text(json, name);
            case "route" -> item.route = text(json, name);
            case "metadata" -> item.metadata = json.texts(name);
            case "routes" -> routes(json, item);
            case "bulksubscribe" -> item.bulk = bulk(json);
            default -> json.skip();
          }
        });
    return item;
  }

  private static String text(JsonReader json, String name) throws IOException {
    String text = json.textOrNull(name);
    return text == null ? "" : text;
  }

  private static void routes(JsonReader json, Written item) throws IOException {
    if (json.token() == JsonToken.VALUE_NULL) {
      return;
    }
    json.object(
        "routes",
        name -> {
          switch (name.toLowerCase(Locale.ROOT)) {
            case "default" -> item.fallback = text(json, name);
            case "rules" -> json.array(name, () -> item.rules.add(rule(json)));
            default -> json.skip();
          }
        });
  }

  private static String[] rule(JsonReader json) throws IOException {
    var rule = new String[] {"", ""};
    json.object(
        "rule",
        name -> {
          switch (name.toLowerCase(Locale.ROOT)) {
            case "match" -> rule[0] = text(json, name);
            case "path" -> rule[1] = text(json, name);
            default -> json.skip();
          }
        });
    return rule;
  }

  private static BulkSettings bulk(JsonReader json) throws IOException {
    if (json.token() == JsonToken.VALUE_NULL) {
      return BulkSettings.OFF;
    }
    var enabled = new boolean[1];
    var numbers = new int[2];
    json.object(
        "bulkSubscribe",
        name -> {
          switch (name.toLowerCase(Locale.ROOT)) {
            case "enabled" -> enabled[0] = Boolean.TRUE.equals(json.scalar(name));
            case "maxmessagescount" -> numbers[0] = json.integer(name);
            case "maxawaitdurationms" -> numbers[1] = json.integer(name);
            default -> json.skip();
          }
        });
    return new BulkSettings(enabled[0], numbers[0], numbers[1]);
  }
}
