package dev.mecha.dist;

import dev.mecha.cli.Mecha;
import dev.mecha.runtime.Mechad;
import java.util.Arrays;

/**
 * Both programs in one process, one after the other: what the cache is made of. It is in the jar,
 * since the cache holds for one class path; nobody starts it but the build.
 */
public final class Rehearsal {

  /** Where the arguments of the second begin. */
  static final String THEN = "then";

  private Rehearsal() {}

  /**
   * @param arguments those of the daemon, {@link #THEN}, and those of the command
   */
  public static void main(String[] arguments) {
    int cut = Arrays.asList(arguments).indexOf(THEN);
    int status = Mechad.run(Arrays.asList(arguments).subList(0, cut), System.getenv());
    if (status != 0) {
      throw new IllegalStateException("the daemon ended with status " + status);
    }
    Mecha.main(Arrays.copyOfRange(arguments, cut + 1, arguments.length));
  }
}
