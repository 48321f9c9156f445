package dev.mecha.block.invoke;

import dev.mecha.kernel.resilience.Guard;

/** The policies that surround calls. */
public interface InvokePolicies {

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
