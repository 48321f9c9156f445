package dev.mecha.pluggable.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.mecha.protocol.components.v1.AckResponseError;
import dev.mecha.protocol.components.v1.InputBindingGrpc;
import dev.mecha.protocol.components.v1.InputBindingInitRequest;
import dev.mecha.protocol.components.v1.InvokeRequest;
import dev.mecha.protocol.components.v1.InvokeResponse;
import dev.mecha.protocol.components.v1.ListOperationsRequest;
import dev.mecha.protocol.components.v1.MetadataRequest;
import dev.mecha.protocol.components.v1.OutputBindingGrpc;
import dev.mecha.protocol.components.v1.OutputBindingInitRequest;
import dev.mecha.protocol.components.v1.PingRequest;
import dev.mecha.protocol.components.v1.ReadRequest;
import dev.mecha.protocol.components.v1.ReadResponse;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.EventHandler;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.spi.binding.Reading;
import io.grpc.ManagedChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A binding in another process, in the directions that the process offers. */
final class PluggableBinding implements InputBinding, OutputBinding {

  /** How many events the application gets at a time; the component may ask for less itself. */
  private static final int MOST_EVENTS = 64;

  private final Connection connection;
  private final boolean input;
  private final boolean output;
  private final List<String> operations;

  private PluggableBinding(
      Connection connection, boolean input, boolean output, List<String> operations) {
    this.connection = connection;
    this.input = input;
    this.output = output;
    this.operations = operations;
  }

  static Binding connect(
      ManagedChannel channel, ComponentContext context, boolean input, boolean output)
      throws InterruptedException {
    var metadata =
        MetadataRequest.newBuilder().putAllProperties(context.metadata().asMap()).build();
    Connection connection =
        Connection.open(
            channel,
            way -> {
              if (input) {
                InputBindingGrpc.newBlockingStub(way)
                    .init(InputBindingInitRequest.newBuilder().setMetadata(metadata).build());
              }
              if (output) {
                OutputBindingGrpc.newBlockingStub(way)
                    .init(OutputBindingInitRequest.newBuilder().setMetadata(metadata).build());
              }
            });
    try {
      return new PluggableBinding(connection, input, output, operations(connection, output));
    } catch (InterruptedException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static List<String> operations(Connection connection, boolean output)
      throws InterruptedException {
    return output
        ? List.copyOf(
            connection
                .call(
                    OutputBindingGrpc.getListOperationsMethod(),
                    ListOperationsRequest.getDefaultInstance())
                .getOperationsList())
        : List.of();
  }

  @Override
  public @Nullable InputBinding input() {
    return input ? this : null;
  }

  @Override
  public @Nullable OutputBinding output() {
    return output ? this : null;
  }

  @Override
  public List<String> operations() {
    return operations;
  }

  @Override
  public BindingResponse invoke(BindingRequest request) throws InterruptedException {
    InvokeResponse answer =
        connection.call(
            OutputBindingGrpc.getInvokeMethod(),
            InvokeRequest.newBuilder()
                .setOperation(request.operation())
                .setData(UnsafeByteOperations.unsafeWrap(request.data()))
                .putAllMetadata(request.metadata())
                .build());
    return new BindingResponse(answer.getData().toByteArray(), answer.getMetadataMap());
  }

  @Override
  public Reading read(EventHandler handler) throws InterruptedException {
    var stream =
        AcknowledgedStream.open(
            connection, InputBindingGrpc.getReadMethod(), null, MOST_EVENTS, new Delivery(handler));
    ping(); // answered behind the request to read: the component has it
    return stream::close;
  }

  /** Takes events to a handler. One that comes too late is refused as the peer does. */
  private record Delivery(EventHandler handler)
      implements AcknowledgedStream.Worker<ReadRequest, ReadResponse> {

    @Override
    public ReadRequest work(ReadResponse event) throws Exception {
      byte[] said =
          handler.handle(new InputEvent(event.getData().toByteArray(), event.getMetadataMap()));
      return ReadRequest.newBuilder()
          .setMessageId(event.getMessageId())
          .setResponseData(ByteString.copyFrom(said))
          .build();
    }

    @Override
    public ReadRequest refusal(ReadResponse event, Throwable cause) {
      return refusal(event, String.valueOf(cause.getMessage()));
    }

    @Override
    public ReadRequest late(ReadResponse event) {
      return refusal(event, "input binding is closed");
    }

    private static ReadRequest refusal(ReadResponse event, String why) {
      return ReadRequest.newBuilder()
          .setMessageId(event.getMessageId())
          .setResponseError(AckResponseError.newBuilder().setMessage(why))
          .build();
    }
  }

  @Override
  public void ping() throws InterruptedException {
    if (input) {
      connection.call(InputBindingGrpc.getPingMethod(), PingRequest.getDefaultInstance());
    }
    if (output) {
      connection.call(OutputBindingGrpc.getPingMethod(), PingRequest.getDefaultInstance());
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
