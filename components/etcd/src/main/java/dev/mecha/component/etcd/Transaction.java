package dev.mecha.component.etcd;

import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.TimeToLive;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes that happen together, if all conditions hold. The servers take one write for each key: of
 * several the last one is done, and the conditions of all but the first are decided here, by what
 * the one before leaves behind.
 */
final class Transaction {

  private static final String ABSENT = "0";

  private final EtcdKeys keys;
  private final ValueForm form;
  private final Map<String, StateOperation> writes = new LinkedHashMap<>();
  private final List<Object> conditions = new ArrayList<>();

  /**
   * @param keys names of the servers
   * @param form of values
   * @param operations in the order given
   * @throws ETagException if a condition cannot hold
   */
  Transaction(EtcdKeys keys, ValueForm form, List<StateOperation> operations) {
    this.keys = keys;
    this.form = form;
    for (StateOperation operation : operations) {
      StateOperation before = writes.put(operation.key(), operation);
      if (before == null) {
        condition(operation);
      } else if (operation.etag() != null
          || (before instanceof SetRequest && onlyCreates(operation))) {
        throw ETagException.mismatch(operation.key());
      }
    }
  }

  private void condition(StateOperation operation) {
    String etag = operation.etag();
    if (etag != null) {
      conditions.add(
          Map.of(
              "key",
              keys.of(operation.key()),
              "target",
              "MOD",
              "mod_revision",
              revision(operation.key(), etag)));
    } else if (onlyCreates(operation)) {
      conditions.add(
          Map.of("key", keys.of(operation.key()), "target", "CREATE", "create_revision", ABSENT));
    }
  }

  private static boolean onlyCreates(StateOperation operation) {
    return operation.etag() == null && operation.concurrency() == Concurrency.FIRST_WRITE;
  }

  /** To the servers, 0 is the revision of what is not there. */
  private static String revision(String key, String etag) {
    try {
      if (Long.parseLong(etag) > 0) {
        return etag;
      }
    } catch (NumberFormatException e) {
      throw ETagException.mismatch(key);
    }
    throw ETagException.mismatch(key);
  }

  /**
   * @return the life in seconds of each value that expires, in the order of the writes
   * @throws dev.mecha.spi.state.InvalidTimeToLiveException if one is no number
   */
  List<Integer> lives() {
    return writes.values().stream().map(Transaction::life).filter(life -> life > 0).toList();
  }

  private static int life(StateOperation operation) {
    Integer seconds =
        operation instanceof SetRequest ? TimeToLive.seconds(operation.metadata()) : null;
    return seconds == null ? 0 : Math.max(seconds, 0);
  }

  /**
   * @param leases one for each of {@link #lives}
   * @return the request
   */
  Map<String, Object> message(List<String> leases) {
    Iterator<String> next = leases.iterator();
    List<Object> requests = new ArrayList<>();
    for (StateOperation write : writes.values()) {
      requests.add(
          switch (write) {
            case SetRequest set -> Map.of("request_put", put(set, next));
            case DeleteRequest delete ->
                Map.of("request_delete_range", Map.of("key", keys.of(delete.key())));
          });
    }
    return Map.of("compare", conditions, "success", requests);
  }

  private Map<String, Object> put(SetRequest set, Iterator<String> leases) {
    int life = life(set);
    String key = keys.of(set.key());
    String value = Json.base64(form.encode(set.value(), life));
    return life > 0
        ? Map.of("key", key, "value", value, "lease", leases.next())
        : Map.of("key", key, "value", value);
  }
}
