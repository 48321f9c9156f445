package dev.mecha.block.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.CodedFailure;
import dev.mecha.kernel.resilience.ComponentType;
import dev.mecha.kernel.resilience.Direction;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.kernel.trace.ActiveSpan;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.InputEvent;
import java.time.Duration;

/** An application that speaks HTTP: it is asked with {@code OPTIONS} and told with {@code POST}. */
final class HttpBindingApp implements BindingApp {

  private final AppChannel channel;
  private final Guards guards;
  private final Duration patience;

  /**
   * @param patience how long it may think about whether it wants a binding
   */
  HttpBindingApp(AppChannel channel, Guards guards, Duration patience) {
    this.channel = channel;
    this.guards = guards;
    this.patience = patience;
  }

  @Override
  public Wanted wanted() {
    return binding -> {
      String path = Route.clean(binding.route());
      var headers = new Headers().set("Content-Type", "application/json");
      var request = new InvokeRequest("OPTIONS", path, "", headers, Body.empty());
      try {
        int status = TimeBound.call(patience, () -> status(request));
        return status / 100 == 2 || status == 405;
      } catch (UnreachableException e) {
        throw new DeliveryException(
            "could not invoke OPTIONS method on input binding subscription endpoint \"%s\": %s"
                .formatted(binding.route(), String.valueOf(e.getMessage())),
            e);
      }
    };
  }

  private int status(InvokeRequest request) throws InterruptedException {
    try (InvokeResponse answer = channel.invoke(request)) {
      return answer.status();
    }
  }

  @Override
  public AppAnswer deliver(
      BoundBinding binding, InputEvent event, TraceContext trace, ActiveSpan span)
      throws DeliveryException, InterruptedException {
    span.attribute("db.connection_string", "POST /" + binding.name());
    Headers headers = EventHeaders.of(event, trace);
    headers.set("Content-Type", "application/json");
    Guard guard = guards.component(binding.name(), ComponentType.BINDING, Direction.INBOUND);
    try {
      return AppAnswerJson.read(
          guard.run(() -> post(Route.clean(binding.route()), headers, event.data())));
    } catch (Refused e) {
      if (e.status / 100 == 2) {
        return AppAnswerJson.read(e.body);
      }
      throw new DeliveryException(String.valueOf(e.getMessage()), e);
    } catch (UnreachableException
        | BodyException
        | GuardTimeoutException
        | CircuitOpenException e) {
      throw new DeliveryException("error invoking app: " + e.getMessage(), e);
    }
  }

  private byte[] post(String path, Headers headers, byte[] data)
      throws Refused, InterruptedException {
    var request = new InvokeRequest("POST", path, "", new Headers(headers), Body.of(data));
    try (InvokeResponse answer = channel.invoke(request)) {
      byte[] body = answer.body().readAll();
      if (answer.status() != 200) {
        throw new Refused(answer.status(), body);
      }
      return body;
    }
  }

  /** Any status but 200 is tried again, if that is what the policies say. */
  private static final class Refused extends Exception implements CodedFailure {

    private static final long serialVersionUID = 1;

    private final int status;
    private final transient byte[] body;

    Refused(int status, byte[] body) {
      super(
          "fails to send binding event to http app channel, status code: %d body: %s"
              .formatted(status, new String(body, UTF_8)));
      this.status = status;
      this.body = body;
    }

    @Override
    public int code() {
      return status;
    }
  }
}
