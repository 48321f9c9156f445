package dev.mecha.component.redis;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkStateException;
import dev.mecha.spi.state.Consistency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Single and bulk writes. */
final class Writer {

  /** A bulk call has at most so many writes under way. */
  private static final int IN_FLIGHT = 256;

  private final Supplier<Link> link;
  private final Calls calls;
  private final WriteCommands commands;
  private final ReplicatedWrites replicated;

  Writer(Supplier<Link> link, Calls calls, WriteCommands commands, ReplicatedWrites replicated) {
    this.link = link;
    this.calls = calls;
    this.commands = commands;
    this.replicated = replicated;
  }

  /**
   * @param operation what to write
   * @throws ETagException if its condition does not hold
   * @throws ComponentException if it failed
   * @throws InterruptedException if the calling thread is interrupted
   */
  void write(StateOperation operation) throws InterruptedException {
    begin(operation, new Calls.Retries()).finish();
  }

  /**
   * Writes without waiting for one answer after the other. The order of the writes of one key is
   * kept: if a key occurs twice, each write waits for the one before, since one that is sent again
   * would come too late.
   *
   * @param operations what to write
   * @throws BulkStateException if some failed
   * @throws InterruptedException if the calling thread is interrupted
   */
  void writeAll(List<? extends StateOperation> operations) throws InterruptedException {
    Set<String> keys = new HashSet<>();
    if (!operations.stream().allMatch(operation -> keys.add(operation.key()))) {
      BulkStateException.collect(operations, this::write);
      return;
    }
    var started = new Pipeline(operations);
    BulkStateException.collect(operations, _ -> started.next().finish());
  }

  private Begun begin(StateOperation operation, Calls.Retries retries) throws InterruptedException {
    try {
      int replicas = replicas(operation);
      if (replicas > 0) {
        Command<Long> command = command(operation);
        return new Begun(operation, () -> replicated.perform(operation.key(), command, replicas));
      }
      return new Begun(operation, send(operation, retries));
    } catch (ComponentException e) {
      return new Begun(
          operation,
          () -> {
            throw e;
          });
    }
  }

  private Answer send(StateOperation operation, Calls.Retries retries) {
    Command<Long> plain = operation instanceof SetRequest set ? commands.plain(set) : null;
    if (plain == null) {
      return calls.write(link, command(operation), retries)::await;
    }
    Calls.Answer<Long> sent = calls.write(link, plain, retries);
    return () -> {
      long answer = sent.await();
      return answer == WriteCommands.NOT_PLAIN
          ? calls.write(link, command(operation), retries).await()
          : answer;
    };
  }

  private Command<Long> command(StateOperation operation) {
    return switch (operation) {
      case DeleteRequest delete when delete.etag() == null ->
          server -> server.commands().del(delete.key());
      case DeleteRequest delete -> commands.apply(List.of(delete), false);
      case SetRequest set -> commands.apply(List.of(set), false);
    };
  }

  /**
   * @param operation a write
   * @return how many replicas it must wait for
   * @throws InterruptedException if the calling thread is interrupted
   */
  int replicas(StateOperation operation) throws InterruptedException {
    return operation.consistency() == Consistency.STRONG
        ? calls.read(link, server -> server.replicasOf(operation.key()))
        : 0;
  }

  /**
   * The failure of a write as the user sees it.
   *
   * @param operation what failed
   * @param failure why
   * @return the same failure with what was tried
   */
  static ComponentException explain(StateOperation operation, ComponentException failure) {
    boolean plain =
        failure.getClass() == ComponentException.class || failure instanceof FailedException;
    if (!plain) {
      return failure;
    }
    String verb =
        switch (operation) {
          case SetRequest _ -> "set";
          case DeleteRequest _ -> "delete";
        };
    return new ComponentException(
        "failed to " + verb + " key " + operation.key() + ": " + failure.getMessage(), failure);
  }

  /** Waits for the answer to a write. */
  private interface Answer {
    Long await() throws InterruptedException;
  }

  /** A write under way. */
  private record Begun(StateOperation operation, Answer answer) {

    void finish() throws InterruptedException {
      long broken;
      try {
        broken = answer.await();
      } catch (ComponentException e) {
        throw explain(operation, e);
      }
      boolean conditional =
          switch (operation) {
            case SetRequest _ -> true;
            case DeleteRequest delete -> delete.etag() != null;
          };
      if (conditional && broken != 0) {
        throw ETagException.mismatch(operation.key());
      }
    }
  }

  /** Writes in their order, the next ones begun before the first is finished. */
  private final class Pipeline {

    private final Iterator<? extends StateOperation> operations;
    private final Calls.Retries retries = new Calls.Retries();
    private final ArrayDeque<Begun> begun = new ArrayDeque<>();

    Pipeline(List<? extends StateOperation> operations) {
      this.operations = operations.iterator();
    }

    Begun next() throws InterruptedException {
      while (begun.size() < IN_FLIGHT && operations.hasNext()) {
        begun.addLast(begin(operations.next(), retries));
      }
      return begun.removeFirst();
    }
  }
}
