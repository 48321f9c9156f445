package dev.mecha.cli.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Several applications and their sidecars, from the start of the first to the end of all. Whatever
 * happens arrives as an event, and one thread decides what follows from it.
 */
final class FleetSession {

  private static final int OK = 0;
  private static final int FAILED = 1;

  private final List<FleetMember> members;
  private final Path file;
  private final FleetVoice voice;
  private final Duration appGrace;
  private final boolean endsWithApps;
  private final BlockingQueue<FleetEvent> events = new LinkedBlockingQueue<>();
  private final Set<FleetMember> running = new LinkedHashSet<>();
  private final Set<FleetMember> ready = new LinkedHashSet<>();
  private boolean failed;

  /**
   * @param members in the order of the file
   * @param file that describes them
   * @param voice tells what happens
   * @param appGrace how long an application may take to end
   * @param endsWithApps whether a sidecar ends with its application, and the whole with the last;
   *     an application that fails makes the whole fail then
   */
  FleetSession(
      List<FleetMember> members,
      Path file,
      FleetVoice voice,
      Duration appGrace,
      boolean endsWithApps) {
    this.members = List.copyOf(members);
    this.file = file;
    this.voice = voice;
    this.appGrace = appGrace;
    this.endsWithApps = endsWithApps;
    running.addAll(members);
  }

  /**
   * Runs until nothing is left, or the user has had enough.
   *
   * @param interrupts of the user
   * @return the exit status
   */
  int run(Interrupts interrupts) {
    var main = Thread.currentThread();
    var again = new AtomicBoolean();
    interrupts.onInterrupt(
        () -> {
          if (again.getAndSet(true)) {
            main.interrupt();
          } else {
            events.add(new FleetEvent.Interrupted());
          }
        });
    try {
      for (FleetMember member : members) {
        voice.starting(member, file);
        member.start(needed(member), events::add);
      }
      return untilEnd();
    } catch (InterruptedException e) {
      // Asked twice: whoever asks is in a hurry.
      return FAILED;
    } finally {
      members.forEach(FleetMember::kill);
      members.forEach(member -> member.logs().close());
    }
  }

  private List<FleetMember> needed(FleetMember member) {
    return members.stream()
        .filter(other -> member.app().dependsOn().contains(other.name()))
        .toList();
  }

  private int untilEnd() throws InterruptedException {
    while (!running.isEmpty()) {
      switch (events.take()) {
        case FleetEvent.Started(FleetMember member) -> voice.started(member);
        case FleetEvent.Ready(FleetMember member) -> gotReady(member);
        case FleetEvent.Late(FleetMember member) -> {
          failed = true;
          voice.late(member);
        }
        case FleetEvent.Failed(FleetMember member, String reason) -> {
          voice.failed(member, reason);
          endAll();
          return FAILED;
        }
        case FleetEvent.AppExited(FleetMember member, int status) -> exited(member, status);
        case FleetEvent.SidecarStopped(FleetMember member) -> end(member);
        case FleetEvent.Ended(FleetMember member) -> running.remove(member);
        case FleetEvent.Interrupted() -> {
          voice.stopping();
          endAll();
          voice.stopped();
          return status();
        }
      }
    }
    voice.stopped();
    return status();
  }

  private int status() {
    return failed && endsWithApps ? FAILED : OK;
  }

  private void gotReady(FleetMember member) {
    voice.ready(member);
    ready.add(member);
    if (ready.size() == members.size() && members.size() > 1) {
      voice.allReady(members.size());
    }
  }

  private void exited(FleetMember member, int status) {
    if (member.ending()) {
      return;
    }
    voice.exited(member, status);
    failed |= status != 0;
    if (endsWithApps) {
      end(member);
    }
  }

  /** The others are looked after meanwhile. */
  private void end(FleetMember member) {
    if (!member.ending()) {
      Thread.ofPlatform().daemon().name("end " + member.name()).start(() -> finish(member));
    }
  }

  private void finish(FleetMember member) {
    try {
      if (!member.end(appGrace)) {
        voice.killed(member, appGrace);
      }
      voice.ended(member);
    } catch (InterruptedException e) {
      member.kill();
    } finally {
      events.add(new FleetEvent.Ended(member));
    }
  }

  /** All at once: nobody waits for the slowest before it is asked. */
  private void endAll() throws InterruptedException {
    var ends = new ArrayList<Thread>();
    for (FleetMember member : running) {
      ends.add(
          Thread.ofPlatform().daemon().name("end " + member.name()).start(() -> finish(member)));
    }
    for (Thread end : ends) {
      end.join();
    }
  }
}
