package dev.mecha.spi.binding;

import dev.mecha.spi.Component;
import org.jspecify.annotations.Nullable;

/**
 * A way to a service outside: an {@link OutputBinding} does there what it is asked to, an {@link
 * InputBinding} brings what happens there. A component is one of them or both.
 */
public interface Binding extends Component {

  /**
   * @return this as a binding that brings events, or null if it brings none
   */
  default @Nullable InputBinding input() {
    return this instanceof InputBinding input ? input : null;
  }

  /**
   * @return this as a binding that can be asked, or null if it cannot
   */
  default @Nullable OutputBinding output() {
    return this instanceof OutputBinding output ? output : null;
  }
}
