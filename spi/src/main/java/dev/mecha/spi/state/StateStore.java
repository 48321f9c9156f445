package dev.mecha.spi.state;

import dev.mecha.spi.Component;
import dev.mecha.spi.ComponentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps values under keys.
 *
 * <p>Keys and values are opaque: any text, any bytes, empty values included. A write that returned
 * is durable to the degree that the engine promises, and is seen by every later read. Reads may be
 * repeated; a write may be repeated if it carries no ETag and is last-write. An expired value is
 * absent, whether or not the engine has removed it yet.
 *
 * <p>Every optional power is a {@link StateFeature} in {@link #features()} with a method here that
 * refuses by default, so that a decorator which forwards all methods loses none.
 */
public interface StateStore extends Component {

  /**
   * @return what this store can do beyond single reads and writes; constant
   */
  Set<StateFeature> features();

  /**
   * @param request the key and options
   * @return the value with its ETag, or null if the key is absent or expired
   * @throws InterruptedException if the calling thread is interrupted
   */
  @Nullable StateValue get(GetRequest request) throws InterruptedException;

  /**
   * Reads many keys. The default reads one after the other; stores with {@link
   * StateFeature#BULK_GET} do better.
   *
   * @param requests at most one per key
   * @return one item per request, in any order; an item's failure is in the item, not thrown
   * @throws InterruptedException if the calling thread is interrupted
   */
  default List<BulkItem> bulkGet(List<GetRequest> requests) throws InterruptedException {
    var items = new ArrayList<BulkItem>(requests.size());
    for (GetRequest request : requests) {
      items.add(BulkItem.of(request.key(), () -> get(request)));
    }
    return items;
  }

  /**
   * Creates or replaces a value.
   *
   * @param request the key, the value and the conditions
   * @throws ETagException if the condition does not hold; nothing is changed
   * @throws InterruptedException if the calling thread is interrupted
   */
  void set(SetRequest request) throws InterruptedException;

  /**
   * Removes a value; removing an absent one is no error unless the request carries an ETag.
   *
   * @param request the key and the conditions
   * @throws ETagException if the condition does not hold; nothing is changed
   * @throws InterruptedException if the calling thread is interrupted
   */
  void delete(DeleteRequest request) throws InterruptedException;

  /**
   * Performs writes that need not be atomic. All are tried.
   *
   * @param operations in the order given
   * @throws BulkStateException if some failed, with the failure of each
   * @throws InterruptedException if the calling thread is interrupted
   */
  default void bulkWrite(List<? extends StateOperation> operations) throws InterruptedException {
    BulkStateException.collect(operations, this::write);
  }

  /**
   * Performs one write.
   *
   * @param operation either kind
   * @throws InterruptedException if the calling thread is interrupted
   */
  default void write(StateOperation operation) throws InterruptedException {
    switch (operation) {
      case SetRequest set -> set(set);
      case DeleteRequest delete -> delete(delete);
    }
  }

  /**
   * Performs all writes or none, in the order given; a key may occur more than once.
   *
   * @param operations what to write
   * @param metadata of the whole transaction
   * @throws ETagException if a condition does not hold; nothing is changed
   * @throws ComponentException if the store is without {@link StateFeature#TRANSACTIONAL}
   * @throws InterruptedException if the calling thread is interrupted; nothing is changed
   */
  default void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    throw new ComponentException("transactions are not supported");
  }

  /**
   * @return the most operations that {@link #transact} takes at once, or 0 for no limit
   */
  default int maxTransactionOperations() {
    return 0;
  }

  /**
   * Finds values by what is in them.
   *
   * @param query filter, order and page
   * @param metadata of the request, such as the name of an index
   * @return one page
   * @throws ComponentException if the store is without {@link StateFeature#QUERY}
   * @throws InterruptedException if the calling thread is interrupted
   */
  default QueryResult query(StateQuery query, Map<String, String> metadata)
      throws InterruptedException {
    throw new ComponentException("queries are not supported");
  }

  /**
   * Removes all keys directly below a prefix: those that start with it and hold no further {@code
   * ||} behind it.
   *
   * @param prefix more than {@code ||}; one that does not end in it is completed by it
   * @return how many were removed
   * @throws ComponentException if the prefix is empty or the store is without {@link
   *     StateFeature#DELETE_WITH_PREFIX}
   * @throws InterruptedException if the calling thread is interrupted
   */
  default long deleteWithPrefix(String prefix) throws InterruptedException {
    throw new ComponentException("deleting by prefix is not supported");
  }

  /**
   * Lists keys.
   *
   * @param pattern {@code %} stands for any characters, {@code _} for one, {@code \} escapes; not
   *     empty
   * @param limit the most keys of one page, or 0 for all
   * @param continuationToken the token of the page before, or null for the first
   * @return keys in the order of their creation as far as the engine knows it
   * @throws ComponentException if the store is without {@link StateFeature#KEYS_LIKE}
   * @throws InterruptedException if the calling thread is interrupted
   */
  default KeysPage keysLike(String pattern, int limit, @Nullable String continuationToken)
      throws InterruptedException {
    throw new ComponentException("listing keys is not supported");
  }
}
