package dev.mecha.component.middleware;

import java.util.concurrent.atomic.AtomicInteger;

/** An isolation rule: so many requests at a time. */
final class IsolationGate implements Gate {

  private final String resource;
  private final int threshold;
  private final AtomicInteger inside = new AtomicInteger();

  IsolationGate(Rule rule) {
    this.resource = rule.resource();
    this.threshold =
        rule.integer(
            "threshold", rule.integer("maxConcurrency", 0, Integer.MAX_VALUE), Integer.MAX_VALUE);
    if (threshold == 0) {
      throw rule.wrong("threshold", "an integer > 0");
    }
  }

  @Override
  public boolean concerns(String resource) {
    return this.resource.equals(resource);
  }

  @Override
  public boolean enter() {
    if (inside.incrementAndGet() <= threshold) {
      return true;
    }
    inside.decrementAndGet();
    return false;
  }

  @Override
  public void leave() {
    inside.decrementAndGet();
  }
}
