package dev.mecha.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import io.grpc.Status;
import java.time.Duration;

/**
 * The way to the application in which faults are put, and of which is recorded what reached the
 * application.
 */
final class TestedApp implements AppChannel {

  /** As good as never. */
  static final Duration FOREVER = Duration.ofDays(36_500);

  private final AppChannel inner;
  private final FaultSite site;
  private final Recordings recordings;

  TestedApp(AppChannel inner, FaultSite site, Recordings recordings) {
    this.inner = inner;
    this.site = site;
    this.recordings = recordings;
  }

  @Override
  public InvokeResponse invoke(InvokeRequest request) throws InterruptedException {
    boolean passed = false;
    try {
      Fault fault = site.enter();
      if (fault != null && fault.kind() == Fault.Kind.FAIL) {
        return InvokeResponse.http(500, new Headers(), Body.of(fault.message().getBytes(UTF_8)));
      } else if (fault != null && fault.kind() != Fault.Kind.DUPLICATE) {
        throw unreachable(fault.kind());
      }
      RecordedBody body = RecordedBody.of(request.body());
      recordings.received(new Invocation("", request.verb(), request.method(), body.bytes()));
      if (fault != null && body.complete()) {
        inner.invoke(request.withBody(Body.of(body.bytes()))).close();
      }
      passed = true;
      return inner.invoke(request.withBody(body.again()));
    } finally {
      if (!passed) {
        request.body().close();
      }
    }
  }

  /** Says why there is no answer, at once or never. */
  private UnreachableException unreachable(Fault.Kind kind) throws InterruptedException {
    if (kind == Fault.Kind.DROP) {
      site.time().sleep(FOREVER);
    }
    return new UnreachableException(
        Status.Code.UNAVAILABLE, "the application is cut off, since the test says so");
  }
}
