package dev.mecha.block.pubsub;

import dev.mecha.kernel.resilience.Attempt;
import dev.mecha.kernel.resilience.Guard;

/** A guard that tries as often as it is told, and counts. */
public final class Tries implements Guard {

  private final int most;

  /** How often it has tried. */
  public int made;

  /**
   * @param most how often it tries what fails
   */
  public Tries(int most) {
    this.most = most;
  }

  @Override
  public <T, E extends Exception> T run(Attempt<T, E> attempt) throws E, InterruptedException {
    for (int tried = 1; ; tried++) {
      made++;
      try {
        return attempt.run();
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        if (tried >= most) {
          throw e;
        }
      }
    }
  }
}
