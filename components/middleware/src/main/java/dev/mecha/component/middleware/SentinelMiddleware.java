package dev.mecha.component.middleware;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets through as many requests as rules allow: by second, at a time, by how slow or how often
 * wrong answers are, and by how busy the whole is. The rules are those of Sentinel, in its JSON; a
 * resource is a verb and a path, as in {@code POST:/v1.0/invoke/orders/method/new}.
 */
public final class SentinelMiddleware extends LightMiddleware {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.middleware.http.sentinel");

  private final List<Gate> gates;
  private final Clock clock;

  /** Makes middleware of the type {@code middleware.http.sentinel}. */
  public static final class Provider extends LightProvider {

    /** For the service loader. */
    public Provider() {
      super("sentinel");
    }

    @Override
    public HttpMiddleware create(ComponentContext context) {
      Time time = context.clock();
      return new SentinelMiddleware(
          context.metadata(),
          new Clock(time::millis, millis -> time.sleep(Duration.ofMillis(millis))));
    }
  }

  SentinelMiddleware(ComponentMetadata metadata, Clock clock) {
    var all = new ArrayList<Gate>();
    read(metadata, "systemRules", all, SystemGate::of, clock);
    read(metadata, "flowRules", all, FlowGate::of, clock);
    read(metadata, "isolationRules", all, (rule, _) -> new IsolationGate(rule), clock);
    if (metadata.property("hotSpotParamRules").isPresent()) {
      YamlText.objects("hotSpotParamRules", metadata.property("hotSpotParamRules").text());
      LOG.warn("hotSpotParamRules have no effect: requests have no parameters to count by");
    }
    read(metadata, "circuitBreakerRules", all, BreakerGate::of, clock);
    this.gates = List.copyOf(all);
    this.clock = clock;
  }

  private static void read(
      ComponentMetadata metadata,
      String field,
      List<Gate> gates,
      BiFunction<Rule, Clock, Gate> kind,
      Clock clock) {
    for (Map<String, Object> object : YamlText.objects(field, metadata.property(field).text())) {
      gates.add(kind.apply(new Rule(field, object), clock));
    }
  }

  @Override
  public Verdict handle(HttpRequest request) throws InterruptedException {
    String resource = request.verb() + ":" + request.path();
    var entered = new ArrayDeque<Gate>();
    for (Gate gate : gates) {
      if (gate.concerns(resource)) {
        if (!gate.enter()) {
          entered.forEach(Gate::leave);
          return Verdict.answer(HttpAnswer.ofStatus(429));
        }
        entered.push(gate);
      }
    }
    return entered.isEmpty()
        ? Verdict.pass(request)
        : Verdict.pass(request, new Visit(entered, clock.millis()));
  }

  /** A request behind the gates. */
  private final class Visit implements Verdict.Aftermath {

    private final Deque<Gate> entered;
    private final long begun;

    Visit(Deque<Gate> entered, long begun) {
      this.entered = entered;
      this.begun = begun;
    }

    @Override
    public void ended() {
      long took = clock.millis() - begun;
      entered.forEach(gate -> gate.ended(took));
    }
  }
}
