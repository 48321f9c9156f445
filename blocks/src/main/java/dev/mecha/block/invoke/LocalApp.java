package dev.mecha.block.invoke;

import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.kernel.observe.AccessControlMetrics;
import dev.mecha.kernel.observe.InvocationMetrics;
import dev.mecha.kernel.security.AccessControlList;
import dev.mecha.kernel.security.Caller;
import io.grpc.Status.Code;
import org.jspecify.annotations.Nullable;

/** The callee's side: whoever is let through reaches the application beside this sidecar. */
public final class LocalApp {

  private final @Nullable AppChannel channel;
  private final @Nullable AccessControlList rules;
  private final boolean http;
  private final AccessControlMetrics decisions;
  private final InvocationMetrics calls;

  /**
   * @param channel to the application, or null if there is none
   * @param rules who may call what, or null if everybody may call everything
   * @param http whether the application speaks HTTP: only then verbs count
   * @param decisions counts what the rules said
   * @param calls counts the calls
   */
  public LocalApp(
      @Nullable AppChannel channel,
      @Nullable AccessControlList rules,
      boolean http,
      AccessControlMetrics decisions,
      InvocationMetrics calls) {
    this.channel = channel;
    this.rules = rules;
    this.http = http;
    this.decisions = decisions;
    this.calls = calls;
  }

  /**
   * The application calls itself through its sidecar: no rules.
   *
   * @throws CallFailedException if there is no answer
   */
  InvokeResponse callFromInside(InvokeRequest request) throws InterruptedException {
    if (channel == null) {
      throw new CallFailedException(
          Code.UNKNOWN,
          "cannot invoke local endpoint: app channel not initialized",
          new IllegalStateException());
    }
    try {
      return channel.invoke(request);
    } catch (UnreachableException e) {
      throw CallFailedException.here(e);
    }
  }

  /**
   * Another sidecar calls.
   *
   * @param caller who calls, or null if nobody vouches for it
   * @throws UnreachableException with the status that the other sidecar gets
   */
  InvokeResponse callFromOutside(@Nullable Caller caller, InvokeRequest sent)
      throws InterruptedException {
    if (channel == null) {
      throw new UnreachableException(Code.INTERNAL, "app channel is not initialized");
    }
    InvokeRequest request = sent.withMethod(normalized(sent.method()));
    check(caller, request.method(), request.verb());
    String callerId = request.headers().first(Identity.CALLER);
    String name = callerId == null ? InvocationMetrics.UNKNOWN_CALLER : callerId;
    calls.requestReceived(name);
    int status = Code.INTERNAL.value();
    try {
      InvokeResponse response = channel.invoke(request);
      status = response.status();
      return response;
    } catch (UnreachableException e) {
      throw new UnreachableException(
          Code.INTERNAL, "error invoking app channel: " + e.getMessage(), e);
    } finally {
      calls.responseSent(name, status);
    }
  }

  /** A proxied call: the same rules, without verbs. */
  void checkProxied(@Nullable Caller caller, String method) {
    check(caller, "/" + normalized(method), "NONE");
  }

  private static String normalized(String method) {
    try {
      return MethodPath.normalize(method);
    } catch (IllegalArgumentException e) {
      throw new UnreachableException(Code.INVALID_ARGUMENT, String.valueOf(e.getMessage()), e);
    }
  }

  private void check(@Nullable Caller caller, String operation, String verb) {
    if (rules == null) {
      return;
    }
    String counted = http ? verb : "NONE";
    AccessControlList.Decision decision = rules.decide(caller, operation, counted);
    decisions.record(
        decision.policy(),
        decision.allowed(),
        caller == null ? "" : caller.appId(),
        caller == null ? "" : caller.namespace(),
        caller == null ? "" : caller.trustDomain());
    if (!decision.allowed()) {
      throw new UnreachableException(
          Code.PERMISSION_DENIED,
          "access control policy has denied access to id: %s operation: %s verb: %s"
              .formatted(caller == null ? "" : caller, operation, counted));
    }
  }
}
