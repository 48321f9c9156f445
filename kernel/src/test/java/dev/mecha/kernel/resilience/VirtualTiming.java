package dev.mecha.kernel.resilience;

import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when somebody waits or says so. For one thread. */
final class VirtualTiming implements Time {

  private final List<Pending> pending = new ArrayList<>();
  private final List<Duration> sleeps = new ArrayList<>();
  private long now = 1_000;

  private record Pending(long time, Runnable action) {}

  /** Lets time pass; what becomes due is done. */
  void advance(Duration duration) {
    now += duration.toNanos();
    for (Pending alarm : List.copyOf(pending)) {
      if (alarm.time <= now) {
        pending.remove(alarm);
        alarm.action.run();
      }
    }
  }

  List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  int alarms() {
    return pending.size();
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(now);
  }

  @Override
  public Runnable held(Runnable work) {
    return work;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    sleeps.add(duration);
    advance(duration);
  }

  @Override
  public Alarm after(Duration delay, Runnable action) {
    var alarm = new Pending(now + delay.toNanos(), action);
    pending.add(alarm);
    return () -> pending.remove(alarm);
  }
}
