package dev.mecha.kernel.channel;

import io.grpc.MethodDescriptor;
import io.grpc.StatusException;

/**
 * The callbacks of an application that speaks gRPC: what the sidecar calls of its own accord, such
 * as {@code OnTopicEvent} and {@code OnBindingEvent}. Like an {@link AppChannel} it limits how many
 * calls the application has at a time, and adds the application's token.
 */
public interface AppCallbacks {

  /**
   * Calls a method of one message there and one back. Interrupting the caller ends the call. Not
   * repeatable: whether the application did something is not known after a failure.
   *
   * @param method the generated description of the method
   * @param request the message
   * @param headers sent along; what gRPC cannot carry stays behind
   * @param <Q> the request message
   * @param <R> the response message
   * @return the answer
   * @throws StatusException if the application answers with an error, or nobody answers
   * @throws InterruptedException if the caller was interrupted
   */
  <Q, R> R call(MethodDescriptor<Q, R> method, Q request, Headers headers)
      throws StatusException, InterruptedException;
}
