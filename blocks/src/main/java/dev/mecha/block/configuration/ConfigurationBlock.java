package dev.mecha.block.configuration;

import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.pipeline.GrpcStreamMethod;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.spi.configuration.ConfigurationStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Configuration for the application, and what changes in it, over both doors. */
public final class ConfigurationBlock implements BuildingBlock, AutoCloseable {

  private final AppSubscriptions subscriptions;
  private final StreamSubscriptions streams;
  private final ConfigurationHttp http;
  private final ConfigurationGrpc grpc;

  /**
   * @param stores the registered stores
   * @param app is called about changes; null if there is none
   * @param guards the policies of such calls
   * @param recorder is told of every call of a store
   */
  public ConfigurationBlock(
      Registry<ConfigurationStore> stores,
      @Nullable AppChannel app,
      Guards guards,
      ConfigurationCallRecorder recorder) {
    var service = new ConfigurationService(stores, recorder);
    this.subscriptions = new AppSubscriptions(stores, app, guards);
    this.streams = new StreamSubscriptions(service, stores);
    this.http = new ConfigurationHttp(service, subscriptions, streams);
    this.grpc = new ConfigurationGrpc(service, streams);
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
    return grpc.streamMethods();
  }

  /**
   * Goes on with the subscriptions of an application that is called, where another block has them.
   *
   * @param before has none of them afterwards
   * @throws InterruptedException if the caller is interrupted
   */
  public void takeOver(ConfigurationBlock before) throws InterruptedException {
    subscriptions.takeOver(before.subscriptions);
  }

  /** Ends all subscriptions. */
  @Override
  public void close() {
    subscriptions.close();
    streams.close();
  }
}
