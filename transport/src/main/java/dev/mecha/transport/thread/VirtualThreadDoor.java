package dev.mecha.transport.thread;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's door to virtual threads with a scheduler of one's own. It is not public: it is open
 * with {@code --add-opens=java.base/java.lang=ALL-UNNAMED} on the JDKs that have the constructor,
 * and closed otherwise.
 */
final class VirtualThreadDoor {

  private static final @Nullable MethodHandle NEW_BUILDER;
  private static final @Nullable MethodHandle CURRENT_CARRIER;

  static {
    MethodHandle newBuilder = null;
    MethodHandle currentCarrier = null;
    try {
      var lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
      Class<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
      newBuilder =
          lookup
              .findConstructor(builder, methodType(void.class, Executor.class))
              .asType(methodType(Thread.Builder.OfVirtual.class, Executor.class));
      currentCarrier =
          lookup.findStatic(Thread.class, "currentCarrierThread", methodType(Thread.class));
    } catch (ReflectiveOperationException | RuntimeException closed) {
      newBuilder = null;
    }
    NEW_BUILDER = newBuilder;
    CURRENT_CARRIER = currentCarrier;
  }

  private VirtualThreadDoor() {}

  /** Tells whether the other methods may be called. */
  static boolean isOpen() {
    return NEW_BUILDER != null && CURRENT_CARRIER != null;
  }

  /**
   * Makes virtual threads whose continuations are given to a scheduler each time they can go on.
   */
  static ThreadFactory factory(Executor scheduler) {
    MethodHandle newBuilder = opened(NEW_BUILDER);
    try {
      return ((Thread.Builder.OfVirtual) newBuilder.invokeExact(scheduler))
          .inheritInheritableThreadLocals(false)
          .factory();
    } catch (Throwable e) {
      throw new IllegalStateException("cannot make a virtual thread with a scheduler", e);
    }
  }

  /**
   * Returns the platform thread underneath: the carrier of a virtual thread, or the thread itself.
   */
  static Thread currentCarrier() {
    MethodHandle currentCarrier = opened(CURRENT_CARRIER);
    try {
      return (Thread) currentCarrier.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("cannot ask for the carrier", e);
    }
  }

  /**
   * Finds the virtual thread that a continuation belongs to: what is handed to the scheduler is a
   * lambda that has captured it.
   *
   * @return null if this JDK makes it in another way
   */
  static @Nullable Thread owner(Runnable continuation) {
    try {
      for (Field field : continuation.getClass().getDeclaredFields()) {
        if (Thread.class.isAssignableFrom(field.getType())) {
          field.setAccessible(true);
          return (Thread) field.get(continuation);
        }
      }
    } catch (ReflectiveOperationException | RuntimeException closed) {
      return null;
    }
    return null;
  }

  private static MethodHandle opened(@Nullable MethodHandle handle) {
    if (handle == null) {
      throw new IllegalStateException("java.lang is not open");
    }
    return handle;
  }
}
