package dev.mecha.acceptance.invoke;

import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.nio.file.Path;

/**
 * Two sidecars that find each other: {@code shop} calls, {@code orders} is called.
 *
 * @param caller has no application
 * @param callee has one
 */
record Pair(Sidecar caller, Sidecar callee) implements AutoCloseable {

  /**
   * Starts both and waits until they are healthy. The application gets nothing but calls: it is not
   * asked for its topics.
   *
   * @param folder for what they keep
   * @param appPort of the application
   * @param calleeFlags more flags of the callee
   */
  static Pair start(Path folder, int appPort, String... calleeFlags) {
    String names = Resources.neighbours(folder.resolve("names.db"));
    Sidecar callee =
        Sidecar.in(folder.resolve("callee"))
            .appId("orders")
            .configuration(names)
            .flags("--app-port=" + appPort, "--disable-init-endpoints=config,subscribe")
            .flags(calleeFlags)
            .launch();
    Sidecar caller =
        Sidecar.in(folder.resolve("caller")).appId("shop").configuration(names).launch();
    var pair = new Pair(caller, callee);
    try {
      callee.awaitHealthy();
      caller.awaitHealthy();
      return pair;
    } catch (RuntimeException | Error e) {
      pair.close();
      throw e;
    }
  }

  @Override
  public void close() {
    caller.close();
    callee.close();
  }
}
