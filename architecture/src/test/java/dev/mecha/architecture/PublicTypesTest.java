package dev.mecha.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** What every package and class of ours keeps to. */
@AnalyzeClasses(packages = "dev.mecha", importOptions = ImportOption.DoNotIncludeTests.class)
class PublicTypesTest {

  @ArchTest
  static final ArchRule everyPackageSaysThatNullIsMarked =
      classes()
          .that()
          .resideOutsideOfPackage("dev.mecha.protocol..")
          .should(
              new ArchCondition<>("be in a package that is @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(
                        SimpleConditionEvent.violated(
                            type, type.getPackageName() + " has no @NullMarked package-info"));
                  }
                }
              });

  /** Two sidecars share one JVM: what is static is shared by both. */
  @ArchTest
  static final ArchRule noStaticState =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackages("dev.mecha.protocol..")
          .and()
          .areStatic()
          .should()
          .beFinal();
}
