package dev.mecha.block.binding;

import dev.mecha.kernel.registry.Lease;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.state.StateStore;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what an application wants done when it answers an event. The event counts as taken whatever
 * becomes of that; what fails is logged.
 */
final class Wishes {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.processor.binding");
  private static final String CREATE = "create";

  private final OutputBindings outputs;
  private final Registry<StateStore> stores;

  Wishes(OutputBindings outputs, Registry<StateStore> stores) {
    this.outputs = outputs;
    this.stores = stores;
  }

  void fulfil(AppAnswer answer) throws InterruptedException {
    if (!answer.states().isEmpty()) {
      keep(answer);
    }
    if (answer.to().isEmpty()) {
      return;
    }
    if (answer.parallel()) {
      sendAtOnce(answer);
    } else {
      sendInOrder(answer);
    }
  }

  private void keep(AppAnswer answer) throws InterruptedException {
    try (Lease<StateStore> lease = stores.lease(answer.storeName())) {
      if (lease == null) {
        LOG.error(
            "error saving state from app response: state store {} is not found",
            answer.storeName());
      } else if (answer.states().size() == 1) {
        lease.component().set(answer.states().getFirst());
      } else {
        lease.component().bulkWrite(answer.states());
      }
    } catch (ComponentException e) {
      LOG.error("error saving state from app response: {}", e.getMessage());
    }
  }

  /** The first that fails ends it. */
  private void sendInOrder(AppAnswer answer) throws InterruptedException {
    try {
      for (String name : answer.to()) {
        send(name, answer.data());
      }
    } catch (ComponentException e) {
      LOG.error("error executing app response: {}", e.getMessage());
    }
  }

  private void sendAtOnce(AppAnswer answer) throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          answer.to().stream()
              .<Callable<Boolean>>map(name -> () -> send(name, answer.data()))
              .toList();
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        try {
          call.get();
        } catch (ExecutionException e) {
          LOG.error("error executing app response: {}", e.getMessage());
        }
      }
    }
  }

  private boolean send(String name, byte[] data) throws InterruptedException {
    outputs.send(name, new BindingRequest(CREATE, data, Map.of()));
    return true;
  }
}
