package dev.mecha.kernel.channel;

import io.grpc.Status;
import java.util.function.BooleanSupplier;

/** Lets nothing through to an application that is not healthy. */
public final class GatedAppChannel implements AppChannel {

  private final AppChannel channel;
  private final BooleanSupplier healthy;

  /**
   * @param channel to the application
   * @param healthy whether calls go through
   */
  public GatedAppChannel(AppChannel channel, BooleanSupplier healthy) {
    this.channel = channel;
    this.healthy = healthy;
  }

  @Override
  public InvokeResponse invoke(InvokeRequest request) throws InterruptedException {
    if (!healthy.getAsBoolean()) {
      request.body().close();
      throw new UnreachableException(
          Status.Code.INTERNAL, "rpc error: code = Internal desc = app is not in a healthy state");
    }
    return channel.invoke(request);
  }
}
