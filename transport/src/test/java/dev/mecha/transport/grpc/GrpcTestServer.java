package dev.mecha.transport.grpc;

import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.pipeline.GrpcStreamMethod;
import dev.mecha.transport.ThreadMode;
import dev.mecha.transport.listen.Bound;
import dev.mecha.transport.listen.ListenOn;
import dev.mecha.transport.thread.EventLoops;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gRPC door on a free port, with the methods that a test gives it, and a channel to it. */
final class GrpcTestServer {

  private final EventLoops loops;
  private final List<GrpcMethod<?, ?>> methods = new ArrayList<>();
  private final List<GrpcStreamMethod<?, ?>> streams = new ArrayList<>();
  private final List<Filter> filters = new ArrayList<>();
  private GrpcServerConfig config = GrpcServerConfig.on(ListenOn.tcp(List.of("127.0.0.1"), 0));
  private HandlerRegistry fallback = UnknownMethods.REFUSED;
  private @Nullable GrpcDoor door;
  private @Nullable Bound bound;
  private @Nullable ManagedChannel channel;

  GrpcTestServer(ThreadMode mode) {
    loops = mode.loops();
  }

  <Q, R> GrpcTestServer on(MethodDescriptor<Q, R> method, GrpcMethod.Handler<Q, R> handler) {
    String name = Objects.requireNonNull(method.getBareMethodName());
    methods.add(new GrpcMethod<>(method, Endpoint.of(name, new ApiGroup("test", "v1")), handler));
    return this;
  }

  <Q, R> GrpcTestServer onStream(
      MethodDescriptor<Q, R> method, GrpcStreamMethod.Handler<Q, R> handler) {
    String name = Objects.requireNonNull(method.getBareMethodName());
    streams.add(
        new GrpcStreamMethod<>(method, Endpoint.of(name, new ApiGroup("test", "v1")), handler));
    return this;
  }

  GrpcTestServer filter(Filter filter) {
    filters.add(filter);
    return this;
  }

  GrpcTestServer config(GrpcServerConfig config) {
    this.config = config;
    return this;
  }

  GrpcTestServer fallback(HandlerRegistry fallback) {
    this.fallback = fallback;
    return this;
  }

  GrpcTestServer start() throws Exception {
    door = new GrpcDoor(config, loops, filters, List.of(block()), fallback);
    bound = door.start();
    return this;
  }

  /** Takes the port alone; {@link #serve} follows. */
  GrpcTestServer reserve() throws Exception {
    door = new GrpcDoor(config, loops, List.of(), List.of(), UnknownMethods.REFUSED);
    bound = door.reserve();
    return this;
  }

  void serve() {
    door().replace(filters, List.of(block()), fallback);
    door().accept();
  }

  private BuildingBlock block() {
    return new BuildingBlock() {
      @Override
      public List<GrpcMethod<?, ?>> grpcMethods() {
        return methods;
      }

      @Override
      public List<GrpcStreamMethod<?, ?>> grpcStreams() {
        return streams;
      }
    };
  }

  GrpcDoor door() {
    return Objects.requireNonNull(door);
  }

  int port() {
    return Objects.requireNonNull(bound).port();
  }

  EventLoops loops() {
    return loops;
  }

  ManagedChannel channel() {
    if (channel == null) {
      channel =
          NettyChannelBuilder.forAddress("127.0.0.1", port())
              .usePlaintext()
              .maxInboundMessageSize(64 << 20)
              .build();
    }
    return channel;
  }

  void stop() throws Exception {
    if (channel != null) {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
    door().close(Duration.ofSeconds(1));
    loops.close();
  }
}
