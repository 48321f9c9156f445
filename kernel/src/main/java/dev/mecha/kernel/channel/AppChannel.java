package dev.mecha.kernel.channel;

/**
 * The application beside this sidecar. It limits how many calls it has at a time, adds the
 * application's token, and speaks whatever the application speaks.
 */
public interface AppChannel {

  /**
   * Calls the application. Returns when the head of its answer is there; the request's body may
   * still be on its way then. Takes over the request's body and closes it. Interrupting the caller
   * ends the call; not repeatable unless the body is.
   *
   * @param request the call
   * @return the answer, to be closed, which ends the call
   * @throws UnreachableException if there is no answer: the application is not there, or broke off
   * @throws InterruptedException if the caller was interrupted
   */
  InvokeResponse invoke(InvokeRequest request) throws InterruptedException;
}
