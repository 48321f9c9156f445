package dev.mecha.junit;

import dev.mecha.spi.time.VirtualClock;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts a sidecar for the tests of a class, in their JVM. Test methods, constructors and life
 * cycle methods may take a {@link TestSidecar}, its {@link VirtualClock}, its {@link
 * dev.mecha.testing.Faults} and its {@link dev.mecha.testing.Recordings} as parameters.
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
   * Resource files as users write them: components, subscriptions, policies of resiliency. Without
   * them there are a {@code state.in-memory} named {@code statestore} and a {@code
   * pubsub.in-memory} named {@code pubsub}.
   *
   * @return folders on the file system with resource files; relative ones start at the working
   *     directory of the build
   */
  String[] resources() default {};

  /**
   * Where the application under test listens, if it has a port of its own. An application in the
   * test is set with {@link MechaExtension#withApp}.
   *
   * @return the port of HTTP on the loopback interface; 0 for none
   */
  int appPort() default 0;
}
