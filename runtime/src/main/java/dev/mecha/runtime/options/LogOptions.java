package dev.mecha.runtime.options;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is logged where.
 *
 * @param level {@code debug}, {@code info}, {@code warn}, {@code error} or {@code fatal}
 * @param json whether each line is a JSON object
 * @param file in place of standard output, or null
 * @param apiCalls whether API calls are logged; empty to let the Configuration decide
 */
public record LogOptions(
    String level, boolean json, @Nullable Path file, Optional<Boolean> apiCalls) {

  /**
   * @return text at level info on standard output
   */
  public static LogOptions defaults() {
    return new LogOptions("info", false, null, Optional.empty());
  }
}
