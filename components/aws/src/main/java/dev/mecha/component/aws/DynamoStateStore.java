package dev.mecha.component.aws;

import dev.mecha.component.support.Handlers;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.Consistency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/** State in a table of Amazon DynamoDB. */
public final class DynamoStateStore implements StateStore {

  private static final int MOST_OPERATIONS = 100;
  private static final int READS_AT_ONCE = 10;
  private static final int TRIES = 6;
  private static final long FIRST_PAUSE_MILLIS = 25;

  private final DynamoSettings settings;
  private final DynamoItems items;
  private final AwsConnection connection;
  private final DynamoDbClient client;

  /** Makes {@code state.aws.dynamodb}. */
  public static final class Provider implements ComponentProvider<StateStore> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<StateStore> kind() {
      return StateStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("state.aws.dynamodb");
    }

    @Override
    public StateStore create(ComponentContext context) throws InterruptedException {
      DynamoSettings settings = DynamoSettings.of(context.metadata());
      var store =
          new DynamoStateStore(
              settings,
              new DynamoItems(settings, context.clock()),
              AwsConnection.of(AwsSettings.of(context.metadata())));
      try {
        store.ping();
        return store;
      } catch (ComponentException | InterruptedException e) {
        store.close();
        throw e;
      }
    }
  }

  DynamoStateStore(DynamoSettings settings, DynamoItems items, AwsConnection connection) {
    this.settings = settings;
    this.items = items;
    this.connection = connection;
    this.client = connection.client(DynamoDbClient.builder());
  }

  /** Reads what is not there: that needs the table, its key, and the right to read. */
  @Override
  public void ping() throws InterruptedException {
    connection.call(
        "error validating DynamoDB table '%s' access".formatted(settings.table()),
        () -> read(UUID.randomUUID().toString(), false));
  }

  @Override
  public Set<StateFeature> features() {
    var features = EnumSet.of(StateFeature.ETAG, StateFeature.TRANSACTIONAL);
    if (settings.ttlAttributeName() != null) {
      features.add(StateFeature.TTL);
    }
    return features;
  }

  @Override
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    boolean strong = request.consistency() == Consistency.STRONG;
    return items.value(
        request.key(), connection.call("dynamodb error: get", () -> read(request.key(), strong)));
  }

  /** Several at once: reading many with one call would need a right of its own. */
  @Override
  public List<BulkItem> bulkGet(List<GetRequest> requests) throws InterruptedException {
    var items = new BulkItem[requests.size()];
    try (var handlers = new Handlers("dynamodb-get", READS_AT_ONCE)) {
      for (int i = 0; i < items.length; i++) {
        int place = i;
        GetRequest request = requests.get(i);
        handlers.start(() -> items[place] = item(request));
      }
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("dynamodb: bulk get");
    }
    return List.of(items);
  }

  private BulkItem item(GetRequest request) {
    try {
      return BulkItem.of(request.key(), () -> get(request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new BulkItem(request.key(), null, "interrupted");
    }
  }

  private Map<String, AttributeValue> read(String key, boolean strong) {
    return client
        .getItem(get -> get.tableName(settings.table()).key(items.key(key)).consistentRead(strong))
        .item();
  }

  @Override
  public void set(SetRequest request) throws InterruptedException {
    Map<String, AttributeValue> item = items.item(request);
    DynamoCondition condition =
        DynamoCondition.of(request, settings.ttlAttributeName(), items.nowValue());
    PutItemRequest.Builder put = PutItemRequest.builder().tableName(settings.table()).item(item);
    if (condition != null) {
      put.conditionExpression(condition.expression())
          .expressionAttributeNames(condition.names())
          .expressionAttributeValues(condition.values())
          .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }
    write(
        "dynamodb error: set",
        () -> {
          try {
            return client.putItem(put.build());
          } catch (ConditionalCheckFailedException e) {
            if (e.hasItem() && isOurs(e.item(), item)) {
              return request; // done by an earlier try whose answer was lost
            }
            throw ETagException.mismatch(request.key());
          }
        });
  }

  private static boolean isOurs(
      Map<String, AttributeValue> there, Map<String, AttributeValue> written) {
    AttributeValue etag = there.get(DynamoItems.ETAG);
    return etag != null && etag.equals(written.get(DynamoItems.ETAG));
  }

  @Override
  public void delete(DeleteRequest request) throws InterruptedException {
    DynamoCondition condition =
        DynamoCondition.of(request, settings.ttlAttributeName(), items.nowValue());
    DeleteItemRequest.Builder delete =
        DeleteItemRequest.builder().tableName(settings.table()).key(items.key(request.key()));
    if (condition != null) {
      delete
          .conditionExpression(condition.expression())
          .expressionAttributeNames(condition.names())
          .expressionAttributeValues(condition.values());
    }
    write(
        "dynamodb error: delete",
        () -> {
          try {
            return client.deleteItem(delete.build());
          } catch (ConditionalCheckFailedException e) {
            throw ETagException.mismatch(request.key());
          }
        });
  }

  @Override
  public int maxTransactionOperations() {
    return MOST_OPERATIONS;
  }

  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    if (operations.isEmpty()) {
      return;
    }
    var transaction = new DynamoTransaction(settings, items, operations);
    List<TransactWriteItem> writes = transaction.writes();
    String token = UUID.randomUUID().toString(); // a try that is repeated is done once
    write(
        "dynamodb error: transaction",
        () -> {
          try {
            return client.transactWriteItems(
                request -> request.transactItems(writes).clientRequestToken(token));
          } catch (TransactionCanceledException e) {
            throw cancelled(e, transaction.keys());
          }
        });
  }

  private static RuntimeException cancelled(TransactionCanceledException e, List<String> keys) {
    List<CancellationReason> reasons = e.cancellationReasons();
    for (int i = 0; i < reasons.size() && i < keys.size(); i++) {
      if ("ConditionalCheckFailed".equals(reasons.get(i).code())) {
        return ETagException.mismatch(keys.get(i));
      }
    }
    boolean conflict =
        reasons.stream().anyMatch(reason -> "TransactionConflict".equals(reason.code()));
    return conflict ? new Conflict(e) : e;
  }

  /** Somebody else is writing one of the items: nothing was done. */
  private static final class Conflict extends ComponentException {

    private static final long serialVersionUID = 1L;

    Conflict(RuntimeException e) {
      super("dynamodb error: others write the same items all the time: " + e.getMessage(), e);
    }
  }

  /** What met another transaction is done again, a little later each time. */
  private void write(String what, Supplier<Object> call) throws InterruptedException {
    long pause = FIRST_PAUSE_MILLIS;
    for (int tries = 1; ; tries++) {
      try {
        connection.call(what, () -> withoutConflict(call));
        return;
      } catch (Conflict e) {
        if (tries == TRIES) {
          throw e;
        }
        Thread.sleep(pause + ThreadLocalRandom.current().nextLong(pause));
        pause *= 2;
      }
    }
  }

  private static Object withoutConflict(Supplier<Object> call) {
    try {
      return call.get();
    } catch (TransactionConflictException e) {
      throw new Conflict(e);
    }
  }

  @Override
  public void close() {
    if (!connection.isClosed()) {
      connection.close();
      client.close();
    }
  }
}
