package dev.mecha.block.binding;

import dev.mecha.block.FakeHttpExchange;
import dev.mecha.kernel.channel.AppCallbacks;
import dev.mecha.kernel.observe.Buckets;
import dev.mecha.kernel.observe.ComponentMetrics;
import dev.mecha.kernel.observe.LabelRules;
import dev.mecha.kernel.observe.Metrics;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resilience.GuardListener;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.time.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The building block with fakes at its ends. */
final class Fixture {

  final Metrics metrics = new Metrics("app", new LabelRules(List.of()));
  final Guards guards = new Guards(Time.system(), new Random(1), GuardListener.NONE);
  final Registry<Binding> bindings = new Registry<>(Duration.ofSeconds(1));
  final Registry<StateStore> stores = new Registry<>(Duration.ofSeconds(1));
  final FakeApp app = new FakeApp();
  private final ComponentMetrics counted =
      new ComponentMetrics(metrics, "", Buckets.latency(List.of(1L, 100L)));
  final OutputBindings outputs = new OutputBindings(bindings, counted.outputBinding());
  final BindingBlock block = new BindingBlock(outputs);

  FakeBinding add(String name, Map<String, String> metadata) throws InterruptedException {
    var binding = new FakeBinding();
    bindings.put(
        name,
        new BoundBinding(name, binding, ComponentMetadata.of(metadata), guards, new Offload()));
    return binding;
  }

  InputBindings inputs(@Nullable AppCallbacks callbacks) {
    return new InputBindings(
        bindings,
        new InputBindings.App(app, callbacks, Duration.ofMillis(500)),
        new InputBindings.Consequences(outputs, stores),
        guards,
        counted.inputBinding(),
        Tracer.OFF);
  }

  FakeHttpExchange post(String name, String body) {
    var exchange = new FakeHttpExchange(block.httpRoutes().getFirst());
    exchange.path.put("name", name);
    exchange.body = body.getBytes(StandardCharsets.UTF_8);
    return exchange;
  }

  /** The lines of one metric. */
  List<String> counted(String metric) {
    return metrics.text().lines().filter(line -> line.startsWith(metric + "{")).toList();
  }
}
