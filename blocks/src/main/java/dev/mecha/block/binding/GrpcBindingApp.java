package dev.mecha.block.binding;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import dev.mecha.kernel.channel.AppCallbacks;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.CodedFailure;
import dev.mecha.kernel.resilience.ComponentType;
import dev.mecha.kernel.resilience.Direction;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.kernel.text.GrpcStatusText;
import dev.mecha.kernel.trace.ActiveSpan;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.protocol.common.v1.StateItem;
import dev.mecha.protocol.common.v1.StateOptions.StateConcurrency;
import dev.mecha.protocol.common.v1.StateOptions.StateConsistency;
import dev.mecha.protocol.runtime.v1.AppCallbackGrpc;
import dev.mecha.protocol.runtime.v1.BindingEventRequest;
import dev.mecha.protocol.runtime.v1.BindingEventResponse;
import dev.mecha.protocol.runtime.v1.BindingEventResponse.BindingEventConcurrency;
import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.Consistency;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.ValueEncoding;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An application that speaks gRPC: it lists the bindings that it wants, and is told of events. */
final class GrpcBindingApp implements BindingApp {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.processor.binding");
  private static final byte[] NULL = "null".getBytes(US_ASCII);

  private final AppCallbacks callbacks;
  private final Guards guards;
  private final Duration patience;

  /**
   * @param patience how long it may think about which bindings it wants
   */
  GrpcBindingApp(AppCallbacks callbacks, Guards guards, Duration patience) {
    this.callbacks = callbacks;
    this.guards = guards;
    this.patience = patience;
  }

  /** Asked once, when the first binding needs to know. One that gives no list wants none. */
  @Override
  public Wanted wanted() {
    var list = new AtomicReference<Set<String>>();
    return binding -> {
      Set<String> names = list.get();
      if (names == null) {
        names = names();
        list.set(names);
      }
      return names.contains(binding.name());
    };
  }

  private Set<String> names() throws InterruptedException {
    try {
      return TimeBound.call(
          patience,
          () ->
              Set.copyOf(
                  callbacks
                      .call(
                          AppCallbackGrpc.getListInputBindingsMethod(),
                          Empty.getDefaultInstance(),
                          new Headers())
                      .getBindingsList()));
    } catch (UnreachableException | IllegalStateException e) {
      LOG.debug("The app lists no input bindings: {}", e.getMessage());
      return Set.of();
    }
  }

  @Override
  public AppAnswer deliver(
      BoundBinding binding, InputEvent event, TraceContext trace, ActiveSpan span)
      throws DeliveryException, InterruptedException {
    span.attribute("db.connection_string", "/dapr.proto.runtime.v1.AppCallback/OnBindingEvent");
    BindingEventRequest request =
        BindingEventRequest.newBuilder()
            .setName(binding.name())
            .setData(ByteString.copyFrom(event.data()))
            .putAllMetadata(event.metadata())
            .build();
    Headers headers = EventHeaders.put(new Headers(), trace);
    Guard guard = guards.component(binding.name(), ComponentType.BINDING, Direction.INBOUND);
    try {
      return answer(guard.run(() -> call(request, headers)));
    } catch (Refused | GuardTimeoutException | CircuitOpenException e) {
      throw new DeliveryException("error invoking app: " + e.getMessage(), e);
    }
  }

  private BindingEventResponse call(BindingEventRequest request, Headers headers)
      throws Refused, InterruptedException {
    try {
      return callbacks.call(AppCallbackGrpc.getOnBindingEventMethod(), request, headers);
    } catch (StatusException e) {
      throw new Refused(e);
    }
  }

  private static AppAnswer answer(BindingEventResponse response) {
    byte[] data = response.getData().toByteArray();
    return new AppAnswer(
        data,
        response.getStoreName(),
        response.getStatesList().stream().map(GrpcBindingApp::state).toList(),
        response.getToList(),
        response.getConcurrency() == BindingEventConcurrency.PARALLEL,
        data.length == 0 ? NULL : data);
  }

  private static SetRequest state(StateItem item) {
    return new SetRequest(
        item.getKey(),
        item.getValue().toByteArray(),
        ValueEncoding.BINARY,
        item.hasEtag() && !item.getEtag().getValue().isEmpty() ? item.getEtag().getValue() : null,
        item.getOptions().getConcurrency() == StateConcurrency.CONCURRENCY_FIRST_WRITE
            ? Concurrency.FIRST_WRITE
            : Concurrency.LAST_WRITE,
        item.getOptions().getConsistency() == StateConsistency.CONSISTENCY_STRONG
            ? Consistency.STRONG
            : Consistency.UNSPECIFIED,
        item.getMetadataMap(),
        null);
  }

  /** The application answered with an error; its code says whether that is tried again. */
  private static final class Refused extends Exception implements CodedFailure {

    private static final long serialVersionUID = 1;

    private final int code;

    Refused(StatusException cause) {
      super(GrpcStatusText.of(cause.getStatus()), cause);
      this.code = cause.getStatus().getCode().value();
    }

    @Override
    public int code() {
      return code;
    }
  }
}
