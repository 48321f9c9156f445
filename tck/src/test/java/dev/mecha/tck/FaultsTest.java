package dev.mecha.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.StateStore;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A suite is worth what it finds: each fault fails the test that is there for it. */
class FaultsTest {

  /** The suite against a store with a fault, whose name is in a system property for the moment. */
  static class Faulty extends ReferenceStoreTest {

    @Override
    public ComponentProvider<StateStore> provider() {
      return new ReferenceStore.Provider() {
        @Override
        public StateStore create(ComponentContext context) {
          String name = System.getProperty("fault");
          return Fault.all().stream()
              .filter(fault -> fault.name().equals(name))
              .findFirst()
              .orElseThrow()
              .store()
              .apply(context.clock());
        }
      };
    }
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("dev.mecha.tck.Fault#all")
  void faultIsFound(Fault fault) {
    System.setProperty("fault", fault.name());
    try {
      assertThat(failures(fault.finder())).isNotEmpty();
    } finally {
      System.clearProperty("fault");
    }
  }

  private static Set<String> failures(String test) {
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(Faulty.class))
            .filters((PostDiscoveryFilter) found -> FilterResult.includedIf(belongs(found, test)))
            .build();
    var listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary().getFailures().stream()
        .map(failure -> failure.getTestIdentifier().getLegacyReportingName())
        .collect(Collectors.toSet());
  }

  private static boolean belongs(TestDescriptor found, String test) {
    return found
        .getSource()
        .map(source -> source instanceof MethodSource method && method.getMethodName().equals(test))
        .orElse(false);
  }
}
