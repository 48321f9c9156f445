package dev.mecha.kernel.resilience;

import dev.mecha.kernel.expression.Condition;
import dev.mecha.kernel.expression.InvalidExpressionException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A CEL expression over the counts. One that cannot be evaluated does not trip; it says so once.
 */
final class TripExpression implements Trip {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");
  private static final List<String> VARIABLES = List.copyOf(values(Counts.ZERO).keySet());

  private final Condition condition;
  private final AtomicBoolean told = new AtomicBoolean();

  private TripExpression(Condition condition) {
    this.condition = condition;
  }

  static TripExpression compile(String text) throws InvalidExpressionException {
    return new TripExpression(Condition.compile(text, VARIABLES));
  }

  @Override
  public boolean isDue(Counts counts) {
    try {
      return condition.holds(values(counts));
    } catch (InvalidExpressionException e) {
      if (told.compareAndSet(false, true)) {
        LOG.warn("A circuit breaker does not open: trip: {}", e.getMessage());
      }
      return false;
    }
  }

  private static Map<String, Long> values(Counts counts) {
    return Map.of(
        "requests", counts.requests(),
        "totalSuccesses", counts.totalSuccesses(),
        "totalFailures", counts.totalFailures(),
        "consecutiveSuccesses", counts.consecutiveSuccesses(),
        "consecutiveFailures", counts.consecutiveFailures());
  }
}
