package dev.mecha.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Each room sees only the rooms that its arrow points to. */
@AnalyzeClasses(packages = "dev.mecha", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

  private static final String[] SPI = {"dev.mecha.spi.."};
  private static final String[] PROTOCOL = {"dev.mecha.protocol.."};
  private static final String[] KERNEL = {"dev.mecha.kernel.."};
  private static final String[] BLOCKS = {"dev.mecha.block.."};
  private static final String[] TRANSPORT = {"dev.mecha.transport.."};
  private static final String[] COMPONENTS = {"dev.mecha.component.."};
  private static final String[] TESTING = {"dev.mecha.testing.."};
  private static final String[] PLUGGABLE = {"dev.mecha.pluggable.."};

  @ArchTest static final ArchRule spiSeesNothing = sees("dev.mecha.spi..", SPI);

  @ArchTest static final ArchRule protocolSeesNothing = sees("dev.mecha.protocol..", PROTOCOL);

  @ArchTest static final ArchRule tckSeesTheSpi = sees("dev.mecha.tck..", SPI);

  @ArchTest static final ArchRule componentsSeeTheSpi = sees("dev.mecha.component..", SPI);

  @ArchTest static final ArchRule kernelSeesTheSpi = sees("dev.mecha.kernel..", SPI);

  /**
   * A block uses the contracts of the components that stand behind it, and the kernel shows it
   * those.
   */
  @ArchTest
  static final ArchRule blocksSeeKernelAndProtocol =
      sees("dev.mecha.block..", SPI, KERNEL, PROTOCOL);

  @ArchTest
  static final ArchRule transportSeesKernelAndProtocol =
      sees("dev.mecha.transport..", KERNEL, PROTOCOL);

  @ArchTest
  static final ArchRule pluggableSeesTheKernelAndTheProtocol =
      sees("dev.mecha.pluggable..", SPI, KERNEL, PROTOCOL);

  @ArchTest
  static final ArchRule testingSeesKernelAndBlocks =
      sees("dev.mecha.testing..", SPI, KERNEL, BLOCKS);

  @ArchTest static final ArchRule telemetrySeesTheKernel = sees("dev.mecha.telemetry..", KERNEL);

  /** The exporters' libraries are loaded when a server takes spans, and only then. */
  @ArchTest
  static final ArchRule onlyTelemetryKnowsTheExporters =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.mecha.telemetry..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry..", "zipkin2..", "dev.mecha.telemetry..");

  @ArchTest
  static final ArchRule runtimeSeesAllButItsUsers =
      sees(
          "dev.mecha.runtime..",
          SPI,
          KERNEL,
          PROTOCOL,
          BLOCKS,
          TESTING,
          TRANSPORT,
          PLUGGABLE,
          COMPONENTS);

  @ArchTest
  static final ArchRule cliSeesTheRuntime =
      sees("dev.mecha.cli..", new String[] {"dev.mecha.runtime.."}, SPI);

  /** One building block does not know another: what they share is in the kernel. */
  @ArchTest
  static final ArchRule blocksDoNotSeeEachOther =
      slices()
          .matching("dev.mecha.block.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAnyPackage("dev.mecha.block.."),
              resideInAnyPackage("dev.mecha.block.json.."));

  /** What plug-ins share has no engine of its own. */
  @ArchTest
  static final ArchRule componentsDoNotSeeEachOther =
      slices()
          .matching("dev.mecha.component.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAnyPackage("dev.mecha.component.."),
              resideInAnyPackage("dev.mecha.component.support.."));

  @ArchTest
  static final ArchRule roomsHaveNoCycles =
      slices().matching("dev.mecha.(*)..").should().beFreeOfCycles();

  /** The packages of the kernel are read one by one, from those that use nothing upwards. */
  @ArchTest
  static final ArchRule theKernelHasNoCycles =
      slices().matching("dev.mecha.kernel.(*)..").should().beFreeOfCycles();

  /** A network library in a block would tie it to one transport. */
  @ArchTest
  static final ArchRule onlyTransportKnowsTheNetwork =
      noClasses()
          .that()
          .resideInAnyPackage("dev.mecha.spi..", "dev.mecha.kernel..", "dev.mecha.block..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.netty..", "io.grpc.netty..");

  /** Time comes from the injected clock, so that a test can hold and advance it. */
  @ArchTest
  static final ArchRule nobodyReadsTheWallClock =
      noClasses()
          .that()
          .resideInAnyPackage("dev.mecha.spi..", "dev.mecha.block..", "dev.mecha.component..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now");

  /** Who waits does so on the injected time, so that a test need not. */
  @ArchTest
  static final ArchRule nobodySleepsOnTheMachinesTime =
      noClasses()
          .that()
          .resideInAnyPackage("dev.mecha.kernel..", "dev.mecha.block..", "dev.mecha.testing..")
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", Duration.class)
          .orShould()
          .callMethod(TimeUnit.class, "sleep", long.class);

  private static ArchRule sees(String room, String[]... others) {
    var allowed = new ArrayList<String>();
    allowed.add(room);
    for (String[] other : others) {
      allowed.addAll(List.of(other));
    }
    DescribedPredicate<JavaClass> foreign =
        resideInAnyPackage("dev.mecha..")
            .and(resideOutsideOfPackages(allowed.toArray(String[]::new)));
    return classes()
        .that()
        .resideInAPackage(room)
        .should()
        .onlyDependOnClassesThat(DescribedPredicate.not(foreign));
  }
}
