package dev.mecha.runtime;

import dev.mecha.block.shutdown.ShutdownSwitch;
import org.jspecify.annotations.Nullable;

/**
 * What the shutdown API does.
 *
 * @param requests asks the sidecar's owner to stop it
 * @param exit ends the process at once; null if that is not the sidecar's to do, and it stops as
 *     asked
 */
record ShutdownApi(StopRequests requests, @Nullable Runnable exit) implements ShutdownSwitch {

  @Override
  public void graceful() {
    requests.stop();
  }

  @Override
  public void forced() {
    if (exit == null) {
      graceful();
    } else {
      exit.run();
    }
  }
}
