package dev.mecha.block.pubsub.subscribe;

import dev.mecha.block.json.JsonReader;
import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.observe.PubSubMetrics;
import dev.mecha.kernel.trace.Tracer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events for an application that speaks HTTP: a POST to the route of each. */
final class HttpAppEvents implements AppEvents {

  private static final Logger LOG =
      LoggerFactory.getLogger("dapr.runtime.processor.pubsub.subscription.http");
  private static final String EVENT = "application/cloudevents+json";

  private final AppChannel app;
  private final PubSubMetrics metrics;
  private final Tracer tracer;

  HttpAppEvents(AppChannel app, PubSubMetrics metrics, Tracer tracer) {
    this.app = app;
    this.metrics = metrics;
    this.tracer = tracer;
  }

  private record Answer(int status, byte[] body) {}

  @Override
  public Verdict deliver(AppEvent event) throws RetryException, InterruptedException {
    DeliverySpan span = DeliverySpan.begin(tracer, event.topic(), event.event());
    Headers headers = MessageHeaders.of(event.metadata(), event.pubsub());
    span.addTo(headers);
    long begin = System.nanoTime();
    Answer answer;
    try {
      answer = post(event.path(), headers.set("Content-Type", EVENT), event.data());
    } catch (UnreachableException | BodyException e) {
      span.fail(String.valueOf(e.getMessage()));
      count(event, "retry", "", System.nanoTime() - begin);
      throw new RetryException(
          "error returned from app channel while sending pub/sub event to app: " + e.getMessage());
    }
    long elapsed = System.nanoTime() - begin;
    end(span, answer.status);
    return judge(event, answer, elapsed);
  }

  private static void end(DeliverySpan span, int status) {
    if (status < 400) {
      span.end();
    } else {
      span.fail("Code(" + status + ")");
    }
  }

  private Answer post(String path, Headers headers, byte[] body) throws InterruptedException {
    String route = path.startsWith("/") ? path.substring(1) : path;
    int query = route.indexOf('?');
    var request =
        new InvokeRequest(
            "POST",
            query < 0 ? route : route.substring(0, query),
            query < 0 ? "" : route.substring(query + 1),
            headers,
            Body.of(body));
    try (InvokeResponse response = app.invoke(request)) {
      return new Answer(response.status(), response.body().readAll());
    }
  }

  private Verdict judge(AppEvent event, Answer answer, long elapsed) throws RetryException {
    String id = event.event().textOrEmpty("id");
    if (answer.status >= 200 && answer.status <= 299) {
      String said = status(answer.body);
      return switch (said) {
        case "", "SUCCESS" -> {
          count(event, "success", "", elapsed);
          yield Verdict.SUCCESS;
        }
        case "DROP" -> {
          count(event, "drop", "success", elapsed);
          LOG.warn("DROP status returned from app while processing pub/sub event {}", id);
          yield Verdict.DROP;
        }
        default -> {
          count(event, "retry", "", elapsed);
          throw new RetryException(
              said + " status returned from app while processing pub/sub event " + id);
        }
      };
    }
    String text = new String(answer.body, StandardCharsets.UTF_8);
    if (answer.status == 404) {
      LOG.error(
          "non-retriable error returned from app while processing pub/sub event {}: {}. status code"
              + " returned: 404",
          id,
          text);
      count(event, "drop", "", elapsed);
      return Verdict.DROP;
    }
    count(event, "retry", "", elapsed);
    throw new RetryException.Coded(
        answer.status,
        "retriable error returned from app while processing pub/sub event "
            + id
            + ", topic: "
            + event.topic()
            + ", body: "
            + text
            + ". status code returned: "
            + answer.status);
  }

  /** What the application says; empty if its answer says nothing that can be read. */
  private static String status(byte[] body) {
    if (body.length == 0) {
      return "";
    }
    try {
      return JsonReader.read(
          body,
          json -> {
            var said = new String[] {""};
            json.object(
                "answer",
                name -> {
                  if (name.equalsIgnoreCase("status")) {
                    String text = json.textOrNull(name);
                    said[0] = text == null ? "" : text;
                  } else {
                    json.skip();
                  }
                });
            return said[0];
          });
    } catch (ApiException e) {
      return "";
    }
  }

  private void count(AppEvent event, String processStatus, String status, long nanos) {
    metrics.ingress(event.pubsub(), event.topic(), processStatus, status, nanos);
  }

  @Override
  public List<BulkAnswer> deliver(BulkEvents bulk) throws RetryException, InterruptedException {
    var spans = new ArrayList<DeliverySpan>();
    Headers headers = MessageHeaders.of(bulk.metadata(), bulk.pubsub());
    for (BulkEvents.Entry entry : bulk.entries()) {
      if (entry.event() != null) {
        DeliverySpan span = DeliverySpan.begin(tracer, bulk.topic(), entry.event());
        span.addTo(headers);
        spans.add(span);
      }
    }
    long begin = System.nanoTime();
    try {
      Answer answer =
          post(bulk.path(), headers.set("Content-Type", "application/json"), BulkJson.of(bulk));
      spans.forEach(span -> end(span, answer.status));
      metrics.bulkIngress(bulk.pubsub(), bulk.topic(), System.nanoTime() - begin);
      return judge(bulk, answer);
    } catch (UnreachableException | BodyException e) {
      spans.forEach(span -> span.fail(String.valueOf(e.getMessage())));
      metrics.bulkIngress(bulk.pubsub(), bulk.topic(), System.nanoTime() - begin);
      throw new RetryException(
          "error from app channel while sending pub/sub event to app: " + e.getMessage());
    }
  }

  private static List<BulkAnswer> judge(BulkEvents bulk, Answer answer) throws RetryException {
    if (answer.status == 404) {
      LOG.error(
          "Non-retriable error returned from app while processing bulk pub/sub event. status code"
              + " returned: 404");
      return bulk.entries().stream()
          .map(entry -> new BulkAnswer(entry.entry().entryId(), BulkAnswer.Status.DROP))
          .toList();
    }
    if (answer.status < 200 || answer.status > 299) {
      throw new RetryException(
          "Retriable error returned from app while processing bulk pub/sub event, topic: "
              + bulk.topic()
              + ". status code returned: "
              + answer.status);
    }
    @Nullable List<BulkAnswer> answers = BulkJson.answers(answer.body);
    if (answers == null) {
      throw new RetryException("failed unmarshalling app response for bulk subscribe");
    }
    return answers;
  }
}
