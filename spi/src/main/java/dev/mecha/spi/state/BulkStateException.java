package dev.mecha.spi.state;

import dev.mecha.spi.ComponentException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Some writes of a bulk call failed; the others are done. */
public class BulkStateException extends ComponentException {

  private static final long serialVersionUID = 1L;

  private final transient Map<String, ComponentException> failures;

  /**
   * @param failures the failed keys in the order of the operations; not empty
   */
  public BulkStateException(Map<String, ComponentException> failures) {
    super(
        failures.entrySet().stream()
            .map(failure -> failure.getKey() + ": " + failure.getValue().getMessage())
            .collect(Collectors.joining("; ")),
        failures.values().iterator().next());
    this.failures = Map.copyOf(failures);
  }

  /**
   * @return the failure of each key that failed
   */
  public Map<String, ComponentException> failures() {
    return failures;
  }

  /**
   * Tries every write and throws if any failed: the failure itself for a single write, else this
   * exception.
   *
   * @param operations what to write, in this order
   * @param writer writes one
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static void collect(List<? extends StateOperation> operations, Writer writer)
      throws InterruptedException {
    var failures = new LinkedHashMap<String, ComponentException>();
    for (StateOperation operation : operations) {
      try {
        writer.write(operation);
      } catch (ComponentException e) {
        if (operations.size() == 1) {
          throw e;
        }
        failures.put(operation.key(), e);
      }
    }
    if (!failures.isEmpty()) {
      throw new BulkStateException(failures);
    }
  }

  /** Performs one write. */
  @FunctionalInterface
  public interface Writer {
    /**
     * @param operation what to write
     * @throws InterruptedException if the calling thread is interrupted
     */
    void write(StateOperation operation) throws InterruptedException;
  }
}
