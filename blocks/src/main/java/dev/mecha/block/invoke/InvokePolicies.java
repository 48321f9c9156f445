package dev.mecha.block.invoke;

import dev.mecha.kernel.resilience.BuiltIn;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.Guards;

/** The policies that surround calls. */
public interface InvokePolicies {

  /**
   * @param guards made of what users have written
   * @return the policies of calls
   */
  static InvokePolicies of(Guards guards) {
    return new InvokePolicies() {
      @Override
      public Guard target(String target, String key) {
        return guards.app(target, key);
      }

      @Override
      public boolean names(String target) {
        return guards.hasAppTarget(target);
      }

      @Override
      public Guard builtIn() {
        return guards.builtIn(BuiltIn.SERVICE);
      }
    };
  }

  /**
   * What users have written for a target.
   *
   * @param target an application, an endpoint or a URL, as the caller named it
   * @param key what has a circuit breaker of its own there
   * @return the guard; {@link Guard#NONE} if nothing is written
   */
  Guard target(String target, String key);

  /**
   * @param target as above
   * @return whether something is written for just this target: then the built-in retries are off
   */
  boolean names(String target);

  /**
   * The retries that a call gets for which nothing else is written.
   *
   * @return the guard
   */
  Guard builtIn();
}
