package dev.mecha.block.pubsub;

import dev.mecha.block.pubsub.event.EventMaker;
import dev.mecha.block.pubsub.subscribe.SubscribeSide;
import dev.mecha.kernel.channel.AppCallbacks;
import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.pipeline.GrpcStreamMethod;
import dev.mecha.kernel.pipeline.HttpRoute;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publish and subscribe: events through topics of message brokers. */
public final class PubSubBlock implements BuildingBlock, AutoCloseable {

  private final PublishHttp http;
  private final PublishGrpc grpc;
  private final SubscribeSide subscribing;

  /**
   * @param means what it uses
   * @param appId whose sidecar this is
   * @param app the way to an application that speaks HTTP, or null
   * @param callbacks the way to an application that speaks gRPC, or null
   */
  public PubSubBlock(
      SubscribeSide.Means means,
      String appId,
      @Nullable AppChannel app,
      @Nullable AppCallbacks callbacks) {
    var service =
        new PublishService(
            means.brokers(),
            appId,
            new EventMaker(appId, means.clock()),
            means.metrics(),
            means.tracer());
    this.http = new PublishHttp(service);
    this.grpc = new PublishGrpc(service);
    this.subscribing = new SubscribeSide(means, appId, app, callbacks);
  }

  @Override
  public List<HttpRoute> httpRoutes() {
    return http.routes();
  }

  @Override
  public List<GrpcMethod<?, ?>> grpcMethods() {
    return grpc.methods();
  }

  @Override
  public List<GrpcStreamMethod<?, ?>> grpcStreams() {
    return List.of(subscribing.stream());
  }

  /**
   * @return all that brings events to the application
   */
  public SubscribeSide subscribing() {
    return subscribing;
  }

  /** Takes no further event, and waits until those in the application's hands are done with. */
  @Override
  public void close() {
    subscribing.close();
  }
}
