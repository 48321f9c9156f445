package dev.mecha.acceptance.sdk;

import dev.mecha.acceptance.process.Broker;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.opentest4j.TestAbortedException;

/**
 * A broker of every kind that the machine has the server for, each a component that is named after
 * its kind.
 */
final class Brokers implements AutoCloseable {

  private final Map<Broker.Kind, Broker> started = new EnumMap<>(Broker.Kind.class);
  private final Map<Broker.Kind, TestAbortedException> missing = new EnumMap<>(Broker.Kind.class);

  private Brokers() {}

  /** All at the same time: most of a start is waiting. */
  static Brokers start(Path folder) {
    var brokers = new Brokers();
    var starts = new EnumMap<Broker.Kind, CompletableFuture<Broker>>(Broker.Kind.class);
    for (Broker.Kind kind : Broker.Kind.values()) {
      starts.put(
          kind, CompletableFuture.supplyAsync(() -> kind.start(folder.resolve(kind.name()))));
    }
    RuntimeException failure = null;
    for (var start : starts.entrySet()) {
      try {
        brokers.started.put(start.getKey(), start.getValue().join());
      } catch (CompletionException e) {
        if (e.getCause() instanceof TestAbortedException reason) {
          brokers.missing.put(start.getKey(), reason);
        } else {
          failure = e;
        }
      }
    }
    if (failure != null) {
      brokers.close();
      throw failure;
    }
    return brokers;
  }

  /** The component's name. */
  static String name(Broker.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** The names of the components that there are. */
  List<String> names() {
    return started.keySet().stream().map(Brokers::name).toList();
  }

  /** The resource files of the components. */
  List<String> components() {
    return started.entrySet().stream()
        .map(one -> one.getValue().component(name(one.getKey())))
        .toList();
  }

  /** Skips the test where there is no such server. */
  void require(Broker.Kind kind) {
    TestAbortedException reason = missing.get(kind);
    if (reason != null) {
      throw reason;
    }
  }

  @Override
  public void close() {
    started.values().forEach(Broker::close);
  }
}
