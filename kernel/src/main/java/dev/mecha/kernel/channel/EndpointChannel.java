package dev.mecha.kernel.channel;

/** Services outside that speak HTTP. */
public interface EndpointChannel {

  /**
   * Calls one. As {@link AppChannel#invoke}.
   *
   * @param endpoint whom to call
   * @param request the call; its method is put behind the base URL
   * @return the answer, to be closed, which ends the call
   * @throws UnreachableException if there is no answer
   * @throws InterruptedException if the caller was interrupted
   */
  InvokeResponse invoke(HttpEndpoint endpoint, InvokeRequest request) throws InterruptedException;
}
