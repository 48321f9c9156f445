package dev.mecha.block.invoke;

import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.channel.EndpointChannel;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.Replay;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.kernel.observe.InvocationMetrics;
import dev.mecha.kernel.resilience.Guard;
import io.grpc.Status.Code;
import java.util.concurrent.atomic.AtomicInteger;

/** The caller's side, whichever door the call came through. */
final class InvokeService {

  private final AppIdentity self;
  private final Targets targets;
  private final LocalApp localApp;
  private final OtherSidecars others;
  private final EndpointChannel endpoints;
  private final InvokePolicies policies;
  private final InvocationMetrics metrics;

  InvokeService(
      AppIdentity self,
      Targets targets,
      LocalApp localApp,
      OtherSidecars others,
      EndpointChannel endpoints,
      InvokePolicies policies,
      InvocationMetrics metrics) {
    this.self = self;
    this.targets = targets;
    this.localApp = localApp;
    this.others = others;
    this.endpoints = endpoints;
    this.policies = policies;
    this.metrics = metrics;
  }

  /**
   * Tells who is meant.
   *
   * @throws CallFailedException if it can be nobody
   */
  Target target(String name) {
    try {
      return targets.of(name);
    } catch (IllegalArgumentException e) {
      throw new CallFailedException(Code.UNKNOWN, e.getMessage(), e);
    }
  }

  /**
   * The path that is called, as access rules and applications see it.
   *
   * @throws CallFailedException if it is none
   */
  String method(String sent) {
    try {
      return MethodPath.normalize(sent);
    } catch (IllegalArgumentException e) {
      throw new CallFailedException(
          Code.INVALID_ARGUMENT, GoCodes.describe(Code.INVALID_ARGUMENT, e.getMessage()), e);
    }
  }

  /** The policies that users have written for a call. */
  Guard guard(String name, Target target, String method) {
    return policies.target(name, target.breakerKey(name, method));
  }

  /**
   * Calls, with the built-in retries if nothing else is written for the target.
   *
   * @param request whose body is not used
   * @param body of the call
   * @param streams whether the body's end is not known: then it is sent once, whatever happens
   * @return the answer, to be closed
   * @throws CallFailedException if there is none
   */
  InvokeResponse invoke(Target target, InvokeRequest request, Replay body, boolean streams)
      throws InterruptedException {
    if (target instanceof Target.Self || streams || policies.names(target.name())) {
      return once(target, request.withBody(body.attempt()));
    }
    var attempts = new AtomicInteger();
    try {
      return policies.builtIn().run(() -> again(target, request, body, attempts));
    } catch (NeverAgainException e) {
      throw e.failure();
    }
  }

  private InvokeResponse again(
      Target target, InvokeRequest request, Replay body, AtomicInteger attempts)
      throws InterruptedException {
    int retries = attempts.getAndIncrement();
    try {
      return once(target, request.withBody(body.attempt()));
    } catch (CallFailedException e) {
      if (!e.isTransient()) {
        throw new NeverAgainException(e);
      }
      var failure =
          new CallFailedException(
              e.code(),
              "failed to invoke target %s after %d retries. Error: %s"
                  .formatted(target.name(), retries, e.getMessage()),
              e);
      if (body.repeatable()) {
        throw failure;
      }
      throw new NeverAgainException(failure);
    }
  }

  private InvokeResponse once(Target target, InvokeRequest request) throws InterruptedException {
    // Not a switch: what it is made of at its first use would take longer than the first call.
    if (target instanceof Target.App app) {
      return others.invoke(app, request);
    }
    if (target instanceof Target.Outside outside) {
      return outside(outside, request);
    }
    return localApp.callFromInside(stamped(request));
  }

  private InvokeRequest stamped(InvokeRequest request) {
    var headers = new Headers(request.headers());
    Identity.stamp(headers, self, self.appId());
    return request.withHeaders(headers);
  }

  private InvokeResponse outside(Target.Outside target, InvokeRequest request)
      throws InterruptedException {
    metrics.requestSent(target.name(), InvocationMetrics.Kind.UNARY);
    long start = System.nanoTime();
    try {
      InvokeResponse response = endpoints.invoke(target.endpoint(), request);
      metrics.responseReceived(target.name(), response.status(), System.nanoTime() - start);
      return response;
    } catch (UnreachableException e) {
      throw CallFailedException.here(e);
    }
  }
}
