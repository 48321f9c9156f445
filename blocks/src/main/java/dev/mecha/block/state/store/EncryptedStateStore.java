package dev.mecha.block.state.store;

import dev.mecha.block.json.JsonTree;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.ValueEncoding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts every value on the way in and decrypts it on the way out. Keys stay readable; queries
 * are refused.
 */
final class EncryptedStateStore extends ForwardingStateStore {

  private final StateCipher cipher;

  EncryptedStateStore(StateStore inner, StateCipher cipher) {
    super(inner);
    this.cipher = cipher;
  }

  @Override
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    StateValue value = inner.get(request);
    return value == null ? null : decrypted(value);
  }

  @Override
  public List<BulkItem> bulkGet(List<GetRequest> requests) throws InterruptedException {
    return inner.bulkGet(requests).stream().map(this::decrypted).toList();
  }

  @Override
  public void set(SetRequest request) throws InterruptedException {
    inner.set(encrypted(request));
  }

  @Override
  public void bulkWrite(List<? extends StateOperation> operations) throws InterruptedException {
    inner.bulkWrite(operations.stream().map(this::encrypted).toList());
  }

  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    inner.transact(operations.stream().map(this::encrypted).toList(), metadata);
  }

  @Override
  public QueryResult query(StateQuery query, Map<String, String> metadata) {
    throw new ComponentException("cannot query encrypted store");
  }

  private StateOperation encrypted(StateOperation operation) {
    return switch (operation) {
      case SetRequest set -> encrypted(set);
      case DeleteRequest delete -> delete;
    };
  }

  private SetRequest encrypted(SetRequest request) {
    return request.withValue(cipher.encrypt(plain(request)), ValueEncoding.BINARY);
  }

  /**
   * A JSON string of which nobody says that it is JSON is encrypted without its quotes, and comes
   * back so: that is how the peer keeps it. All other JSON is encrypted as it stands.
   */
  private static byte[] plain(SetRequest request) {
    byte[] value = request.value();
    if (request.encoding() == ValueEncoding.JSON
        && request.contentType() == null
        && value.length > 0
        && value[0] == '"') {
      return String.valueOf(JsonTree.of(value)).getBytes(StandardCharsets.UTF_8);
    }
    return value;
  }

  private StateValue decrypted(StateValue value) {
    return new StateValue(cipher.decrypt(value.bytes()), value.etag(), value.metadata());
  }

  private BulkItem decrypted(BulkItem item) {
    StateValue value = item.value();
    try {
      return value == null ? item : new BulkItem(item.key(), decrypted(value), null);
    } catch (ComponentException e) {
      return new BulkItem(item.key(), null, String.valueOf(e.getMessage()));
    }
  }
}
