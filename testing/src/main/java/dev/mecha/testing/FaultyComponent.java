package dev.mecha.testing;

import dev.mecha.spi.Component;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A component of any kind in whose way faults are put. Written once for all kinds: every method of
 * the kind's interface that does something may fail, take its time or be lost.
 */
final class FaultyComponent implements InvocationHandler {

  /** What only tells about the component, or ends it. */
  private static final Set<String> ALWAYS =
      Set.of("features", "neverHoldsCarrier", "maxTransactionOperations", "close");

  private final Component component;
  private final FaultSite site;

  private FaultyComponent(Component component, FaultSite site) {
    this.component = component;
    this.site = site;
  }

  static <C extends Component> C around(Class<C> kind, C component, FaultSite site) {
    return kind.cast(
        Proxy.newProxyInstance(
            kind.getClassLoader(), new Class<?>[] {kind}, new FaultyComponent(component, site)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    boolean acts = !ALWAYS.contains(method.getName());
    boolean lost =
        acts && site.enterComponent() == Fault.Kind.DROP && method.getReturnType() == void.class;
    if (lost) {
      return null;
    }
    try {
      return method.invoke(component, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** One proxy is equal to itself only. */
  @SuppressWarnings("ReferenceEquality") // that is what is meant
  private Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && arguments[0] == proxy;
      case "hashCode" -> System.identityHashCode(proxy);
      default -> component + " with faults";
    };
  }
}
