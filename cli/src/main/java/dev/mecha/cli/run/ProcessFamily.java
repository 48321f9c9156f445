package dev.mecha.cli.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The application's process and everything that it started. Where the application leads a session
 * of its own, members are also found after the process that started them has ended; elsewhere only
 * what still descends from the application is.
 */
final class ProcessFamily {

  /**
   * How often a family that is ending is looked at again: a member may have started another one
   * meanwhile.
   */
  private static final Duration LOOK = Duration.ofMillis(100);

  private static final Path PROC = Path.of("/proc");

  private final ProcessHandle head;
  private final boolean ownSession;

  /**
   * @param head the application's process
   * @param ownSession whether it leads a session
   */
  ProcessFamily(ProcessHandle head, boolean ownSession) {
    this.head = head;
    this.ownSession = ownSession;
  }

  /**
   * Asks all members to end, waits, and ends those that are left.
   *
   * @param grace how long they may take
   * @return whether none was left
   * @throws InterruptedException if the wait is to be cut short
   */
  boolean end(Duration grace) throws InterruptedException {
    long deadline = System.nanoTime() + grace.toNanos();
    var asked = new LinkedHashSet<ProcessHandle>();
    Set<ProcessHandle> left = members();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      left.stream().filter(asked::add).forEach(ProcessHandle::destroy);
      awaitEnd(left);
      left = members();
    }
    kill();
    return left.isEmpty();
  }

  /** Ends all members at once. */
  void kill() {
    members().forEach(ProcessHandle::destroyForcibly);
  }

  /**
   * @return the members that are alive, those who wait for their status to be collected left out
   */
  Set<ProcessHandle> members() {
    var members = new LinkedHashSet<ProcessHandle>();
    if (head.isAlive()) {
      members.add(head);
      head.descendants().forEach(members::add);
    }
    if (ownSession) {
      try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
        processes.forEach(process -> addIfInSession(process, members));
      } catch (IOException e) {
        // No such folder on this system: what descends from the application is all that is known.
        return members;
      }
    }
    return members;
  }

  private void addIfInSession(Path process, Set<ProcessHandle> members) {
    try {
      String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      // The name may contain anything: what counts follows its closing bracket: state, parent,
      // group, session.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5);
      if (Long.parseLong(fields[3]) == head.pid() && !fields[0].equals("Z")) {
        ProcessHandle.of(Long.parseLong(process.getFileName().toString())).ifPresent(members::add);
      }
    } catch (IOException e) {
      // It has ended meanwhile.
      return;
    }
  }

  private static void awaitEnd(Set<ProcessHandle> processes) throws InterruptedException {
    var ends = processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // The caller looks again.
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for the end of a process", e);
    }
  }
}
