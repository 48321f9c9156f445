package dev.mecha.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.kernel.channel.AppCallbacks;
import dev.mecha.kernel.channel.Headers;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;

/** As {@link TestedApp}, for what the sidecar brings to an application that speaks gRPC. */
final class TestedCallbacks implements AppCallbacks {

  private final AppCallbacks inner;
  private final FaultSite site;
  private final Recordings recordings;

  TestedCallbacks(AppCallbacks inner, FaultSite site, Recordings recordings) {
    this.inner = inner;
    this.site = site;
    this.recordings = recordings;
  }

  @Override
  public <Q, R> R call(MethodDescriptor<Q, R> method, Q request, Headers headers)
      throws StatusException, InterruptedException {
    Fault fault = site.enter();
    if (fault != null) {
      meet(fault);
    }
    recordings.received(
        new Invocation(
            "",
            "POST",
            String.valueOf(method.getBareMethodName()),
            String.valueOf(request).getBytes(UTF_8)));
    if (fault != null) {
      var _ = inner.call(method, request, headers);
    }
    return inner.call(method, request, headers);
  }

  private void meet(Fault fault) throws StatusException, InterruptedException {
    switch (fault.kind()) {
      case FAIL -> throw Status.INTERNAL.withDescription(fault.message()).asException();
      case DROP, CRASH -> {
        if (fault.kind() == Fault.Kind.DROP) {
          site.time().sleep(TestedApp.FOREVER);
        }
        throw Status.UNAVAILABLE
            .withDescription("the application is cut off, since the test says so")
            .asException();
      }
      case DELAY, DUPLICATE -> {}
    }
  }
}
