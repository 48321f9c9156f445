package dev.mecha.runtime;

import dev.mecha.kernel.registry.HotReload;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.kernel.resource.HttpEndpointResource;
import dev.mecha.kernel.resource.ResiliencyResource;
import dev.mecha.kernel.resource.ResourceSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what follows from changed resource files, besides the components.
 *
 * @param guards the policies
 * @param endpoints the services outside
 * @param messaging the subscriptions
 * @param requests asks for a new start
 */
record ResourceChanges(
    Guards guards, HttpEndpoints endpoints, Messaging messaging, StopRequests requests)
    implements HotReload.Listener {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  @Override
  public void restartNeeded() {
    requests.reload();
  }

  @Override
  public void policiesChanged(List<ResiliencyResource> inForce) {
    guards.replace(inForce);
  }

  @Override
  public void endpointsChanged(List<HttpEndpointResource> inForce) throws InterruptedException {
    try {
      endpoints.replace(inForce);
    } catch (SidecarException e) {
      LOG.error("The HTTP endpoints stay as they were: {}", e.getMessage());
    }
  }

  @Override
  public void found(ResourceSet resources) throws InterruptedException {
    messaging.declare(resources);
    endpoints.refresh();
  }

  @Override
  public void failed(Exception cause) {
    requests.fail(cause);
  }
}
