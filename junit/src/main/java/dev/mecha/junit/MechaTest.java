package dev.mecha.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts a sidecar for the tests of a class, in their JVM. Test methods, constructors and life
 * cycle methods may take a {@link TestSidecar} and a {@link VirtualClock} as parameters.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MechaExtension.class)
public @interface MechaTest {

  /**
   * The application's name.
   *
   * @return without dots
   */
  String appId() default "test";

  /**
   * The components beside the default one, a {@code state.in-memory} named {@code statestore}:
   * resource files as users write them.
   *
   * @return folders on the file system with resource files; relative ones start at the working
   *     directory of the build
   */
  String[] resources() default {};
}
