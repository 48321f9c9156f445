package dev.mecha.component.redis;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.StateOperation;
import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Several writes as one. One server performs them in one script: all or none, also across a crash,
 * since it logs and replicates what a script does as one transaction.
 *
 * <p>In a cluster that holds for the keys of one hash slot. Keys of several slots, such as those of
 * one actor, are checked on all their servers first and written after that, slot by slot: between
 * the two another writer may come, and a server may go. The failure says then that the transaction
 * was done in part. Keys with the same {@code {tag}} in them share a slot.
 */
final class Transactions {

  private final Supplier<Link> link;
  private final Calls calls;
  private final WriteCommands commands;
  private final Writer writer;
  private final ReplicatedWrites replicated;

  Transactions(
      Supplier<Link> link,
      Calls calls,
      WriteCommands commands,
      Writer writer,
      ReplicatedWrites replicated) {
    this.link = link;
    this.calls = calls;
    this.commands = commands;
    this.writer = writer;
    this.replicated = replicated;
  }

  /**
   * @param operations what to write, in this order
   * @param metadata of the whole transaction
   * @throws ETagException if a condition does not hold; nothing was written
   * @throws ComponentException if it failed; nothing was written unless the message says so
   * @throws InterruptedException if the calling thread is interrupted
   */
  void perform(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    boolean json = ContentTypes.isJson(metadata);
    Collection<List<StateOperation>> groups =
        link.get().slotted() ? bySlot(operations).values() : List.of(operations);
    if (operations.isEmpty()) {
      calls.checkOpen();
    } else if (groups.size() <= 1) {
      apply(operations, json);
    } else {
      check(groups, json);
      applyAll(groups, json);
    }
  }

  private static Map<Integer, List<StateOperation>> bySlot(List<StateOperation> operations) {
    return operations.stream()
        .collect(
            Collectors.groupingBy(
                operation -> SlotHash.getSlot(operation.key()), TreeMap::new, Collectors.toList()));
  }

  private void check(Collection<List<StateOperation>> groups, boolean json)
      throws InterruptedException {
    var retries = new Calls.Retries();
    List<Calls.Answer<Long>> answers = new ArrayList<>();
    for (List<StateOperation> group : groups) {
      answers.add(calls.read(link, commands.check(group, json), retries));
    }
    int i = 0;
    for (List<StateOperation> group : groups) {
      verify(group, await(answers.get(i++)));
    }
  }

  private void applyAll(Collection<List<StateOperation>> groups, boolean json)
      throws InterruptedException {
    boolean begun = false;
    for (List<StateOperation> group : groups) {
      try {
        apply(group, json);
      } catch (ComponentException e) {
        throw begun
            ? new ComponentException("the transaction was done in part: " + e.getMessage(), e)
            : e;
      }
      begun = true;
    }
  }

  private void apply(List<StateOperation> group, boolean json) throws InterruptedException {
    Command<Long> command = commands.apply(group, json);
    int replicas = 0;
    for (StateOperation operation : group) {
      replicas = Math.max(replicas, writer.replicas(operation));
    }
    long broken;
    if (replicas > 0) {
      broken = replicated.perform(group.getFirst().key(), command, replicas);
    } else {
      broken = await(calls.write(link, command, new Calls.Retries()));
    }
    verify(group, broken);
  }

  private static long await(Calls.Answer<Long> answer) throws InterruptedException {
    try {
      return answer.await();
    } catch (RefusedException e) {
      if (e.code().equals("CROSSSLOT")) {
        throw new ComponentException(e.getMessage() + " (redisType: expected cluster)", e);
      }
      throw e;
    }
  }

  private static void verify(List<StateOperation> group, long broken) {
    if (broken != 0) {
      throw ETagException.mismatch(group.get((int) broken - 1).key());
    }
  }
}
