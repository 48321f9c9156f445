package dev.mecha.cli.run;

import dev.mecha.runtime.options.CommandLine;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Hosts of several sidecars that do nothing but start, get ready and stop when they are told to.
 */
final class FakeFleet implements SidecarHosts {

  private final Map<String, Map<String, String>> notes = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> stops = new ConcurrentHashMap<>();
  private final Map<String, String> failures = new ConcurrentHashMap<>();
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();
  private final List<String> closed = new CopyOnWriteArrayList<>();

  void notReady(String app) {
    waiting.add(app);
  }

  void ready(String app) {
    waiting.remove(app);
  }

  void failing(String app, String reason) {
    failures.put(app, reason);
  }

  void stop(String app) {
    stops.getOrDefault(app, new CountDownLatch(0)).countDown();
  }

  Map<String, String> notes(String app) {
    return notes.getOrDefault(app, Map.of());
  }

  List<String> closed() {
    return closed;
  }

  @Override
  public SidecarHost alone() {
    throw new AssertionError("several are to share the process");
  }

  @Override
  public void share(Collection<CommandLine> lines) {
    lines.forEach(line -> notes.put(line.options().appId(), new ConcurrentHashMap<>()));
  }

  @Override
  public SidecarHost loggingTo(OutputStream log) {
    return (arguments, environment) -> {
      String app = CommandLine.parse(arguments, environment).options().appId();
      if (failures.containsKey(app)) {
        throw new IllegalStateException(failures.get(app));
      }
      log.write(("sidecar of " + app + "\n").getBytes(StandardCharsets.UTF_8));
      stops.put(app, new CountDownLatch(1));
      return new FakeSidecar(app);
    };
  }

  private final class FakeSidecar implements SidecarHost.RunningSidecar {

    private final String app;

    FakeSidecar(String app) {
      this.app = app;
    }

    @Override
    public void annotate(String key, String value) {
      notes.computeIfAbsent(app, name -> new ConcurrentHashMap<>()).put(key, value);
    }

    @Override
    public boolean ready() {
      return !waiting.contains(app);
    }

    @Override
    public void awaitStop() throws InterruptedException {
      stops.getOrDefault(app, new CountDownLatch(0)).await();
    }

    @Override
    public void close() {
      closed.add(app);
      FakeFleet.this.stop(app);
    }
  }
}
