package dev.mecha.transport.grpc;

import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.GrpcStreamMethod;
import dev.mecha.transport.thread.EventLoops;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.util.List;

/**
 * Takes the calls of one streaming method from the wire. Runs on the event loop of the call's
 * connection.
 *
 * @param method the method
 * @param filters what every call passes, in order
 * @param loops where calls come from
 * @param maxMessageBytes the largest message that is sent
 * @param <Q> the request message
 * @param <R> the response message
 */
record StreamCalls<Q, R>(
    GrpcStreamMethod<Q, R> method, List<Filter> filters, EventLoops loops, int maxMessageBytes)
    implements ServerCallHandler<Incoming<Q>, R> {

  @Override
  public ServerCall.Listener<Incoming<Q>> startCall(
      ServerCall<Incoming<Q>, R> call, Metadata headers) {
    // One more than a short call sends, so that its end is seen together with its only message.
    call.request(2);
    return new StreamCall<>(this, call, headers);
  }
}
