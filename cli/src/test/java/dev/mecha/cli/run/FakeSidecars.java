package dev.mecha.cli.run;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A host of one sidecar that does nothing but start, be annotated and stop when it is told to. */
final class FakeSidecars implements SidecarHost {

  final Map<String, String> metadata = new ConcurrentSkipListMap<>();
  final CountDownLatch mayServe;
  final CountDownLatch stopped = new CountDownLatch(1);
  final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  final AtomicReference<Runnable> onClose = new AtomicReference<>(() -> {});

  private FakeSidecars(int locks) {
    mayServe = new CountDownLatch(locks);
  }

  static FakeSidecars serving() {
    return new FakeSidecars(0);
  }

  /** Does not serve before {@link #mayServe} is counted down. */
  static FakeSidecars waiting() {
    return new FakeSidecars(1);
  }

  static FakeSidecars failing(String message) {
    var sidecars = new FakeSidecars(0);
    sidecars.failure.set(new IllegalStateException(message));
    return sidecars;
  }

  @Override
  public RunningSidecar start(List<String> arguments, Map<String, String> environment)
      throws Exception {
    mayServe.await();
    Exception reason = failure.get();
    if (reason != null) {
      throw reason;
    }
    return new RunningSidecar() {
      @Override
      public void annotate(String key, String value) {
        metadata.put(key, value);
      }

      @Override
      public boolean ready() {
        return true;
      }

      @Override
      public void awaitStop() throws InterruptedException {
        stopped.await();
      }

      @Override
      public void close() {
        onClose.get().run();
        stopped.countDown();
      }
    };
  }
}
