package dev.mecha.block.pubsub.subscribe;

import dev.mecha.kernel.channel.AppCallbacks;
import dev.mecha.kernel.channel.Headers;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A gRPC application that knows the methods that a test gives it. */
final class FakeCallbacks implements AppCallbacks {

  private final Map<String, Function<Object, Object>> methods = new HashMap<>();

  /** The methods that were called, by their short names. */
  final List<String> calls = new ArrayList<>();

  /** The messages of these calls. */
  final List<Object> requests = new ArrayList<>();

  /** What every method fails with; OK for nothing. */
  Status failure = Status.OK;

  <Q, R> FakeCallbacks on(MethodDescriptor<Q, R> method, Function<Q, R> answer) {
    @SuppressWarnings("unchecked") // Called with requests of this method only.
    Function<Object, Object> untyped = request -> answer.apply((Q) request);
    methods.put(method.getFullMethodName(), untyped);
    return this;
  }

  @Override
  public <Q, R> R call(MethodDescriptor<Q, R> method, Q request, Headers headers)
      throws StatusException {
    calls.add(String.valueOf(method.getBareMethodName()));
    requests.add(request);
    if (!failure.isOk()) {
      throw failure.asException();
    }
    Function<Object, Object> known = methods.get(method.getFullMethodName());
    if (known == null) {
      throw Status.UNIMPLEMENTED.withDescription("unknown method").asException();
    }
    @SuppressWarnings("unchecked") // Put there together with its method.
    R answer = (R) known.apply(request);
    return answer;
  }
}
