package dev.mecha.block.pubsub.subscribe;

import dev.mecha.kernel.expression.Condition;
import dev.mecha.kernel.expression.InvalidExpressionException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an event goes.
 *
 * @param match the event has to fulfil it; null for all events
 * @param path the route of the application
 */
public record Rule(@Nullable Condition match, String path) {

  /**
   * @param match an expression over {@code event}; blank for all events
   * @param path the route of the application
   * @return the rule
   * @throws InvalidExpressionException if it is no condition
   */
  public static Rule of(String match, String path) throws InvalidExpressionException {
    return match.isBlank()
        ? new Rule(null, path)
        : new Rule(Condition.compile(match.strip(), List.of("event")), path);
  }

  /**
   * @return the expression as it was written; empty if there is none
   */
  public String matchText() {
    return match == null ? "" : match.toString();
  }

  boolean sameAs(Rule other) {
    return path.equals(other.path) && matchText().equals(other.matchText());
  }
}
