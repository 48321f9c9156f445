package dev.mecha.component.aws;

import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Writes that happen together. The engine takes one write for each key: of several the last one is
 * done, under the condition of the first.
 */
final class DynamoTransaction {

  private final DynamoSettings settings;
  private final DynamoItems items;
  private final Map<String, StateOperation> first = new LinkedHashMap<>();
  private final Map<String, StateOperation> last = new LinkedHashMap<>();

  /**
   * @param settings the names of table and attributes
   * @param items makes items
   * @param operations in the order given
   */
  DynamoTransaction(DynamoSettings settings, DynamoItems items, List<StateOperation> operations) {
    this.settings = settings;
    this.items = items;
    for (StateOperation operation : operations) {
      first.putIfAbsent(operation.key(), operation);
      last.put(operation.key(), operation);
    }
  }

  /**
   * @return the keys, in the order of {@link #writes}
   */
  List<String> keys() {
    return List.copyOf(first.keySet());
  }

  /**
   * @return what the engine is to do
   * @throws dev.mecha.spi.state.InvalidTimeToLiveException if a life span is no number
   */
  List<TransactWriteItem> writes() {
    AttributeValue now = items.nowValue();
    var writes = new ArrayList<TransactWriteItem>();
    first.forEach(
        (key, operation) -> {
          DynamoCondition condition =
              DynamoCondition.of(operation, settings.ttlAttributeName(), now);
          writes.add(
              switch (last.getOrDefault(key, operation)) {
                case SetRequest set -> put(set, condition);
                case DeleteRequest delete -> delete(delete, condition);
              });
        });
    return writes;
  }

  private TransactWriteItem put(SetRequest set, @Nullable DynamoCondition condition) {
    Put.Builder put = Put.builder().tableName(settings.table()).item(items.item(set));
    if (condition != null) {
      put.conditionExpression(condition.expression())
          .expressionAttributeNames(condition.names())
          .expressionAttributeValues(condition.values());
    }
    return TransactWriteItem.builder().put(put.build()).build();
  }

  private TransactWriteItem delete(DeleteRequest delete, @Nullable DynamoCondition condition) {
    Delete.Builder removal =
        Delete.builder().tableName(settings.table()).key(items.key(delete.key()));
    if (condition != null) {
      removal
          .conditionExpression(condition.expression())
          .expressionAttributeNames(condition.names())
          .expressionAttributeValues(condition.values());
    }
    return TransactWriteItem.builder().delete(removal.build()).build();
  }
}
