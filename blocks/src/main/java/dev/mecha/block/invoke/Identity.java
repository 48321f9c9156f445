package dev.mecha.block.invoke;

import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.channel.Headers;

/** The headers that tell who calls whom. Whatever an application writes into them is replaced. */
final class Identity {

  static final String CALLER = "dapr-caller-app-id";
  static final String CALLER_NAMESPACE = "dapr-caller-namespace";
  static final String CALLEE = "dapr-callee-app-id";

  /** Between sidecars only. */
  static final String DESTINATION = "destination-app-id";

  private Identity() {}

  static void stamp(Headers headers, AppIdentity caller, String callee) {
    headers.set(CALLER, caller.appId());
    headers.set(CALLER_NAMESPACE, caller.namespace());
    headers.set(CALLEE, callee);
  }
}
