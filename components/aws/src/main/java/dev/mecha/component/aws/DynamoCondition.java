package dev.mecha.component.aws;

import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What must hold for a write to happen, as an expression. An expired item counts as absent.
 *
 * @param expression the condition
 * @param names the attributes in it; null if it names them itself
 * @param values what it compares them with; null if with nothing
 */
record DynamoCondition(
    String expression,
    @Nullable Map<String, String> names,
    @Nullable Map<String, AttributeValue> values) {

  /**
   * @param operation a write
   * @param ttlAttributeName the attribute that says when an item expires, or null
   * @param now the second that it is
   * @return its condition; null if it has none
   */
  static @Nullable DynamoCondition of(
      StateOperation operation, @Nullable String ttlAttributeName, AttributeValue now) {
    var values = new HashMap<String, AttributeValue>();
    String expression;
    if (operation.etag() != null) {
      values.put(":etag", AttributeValue.fromS(operation.etag()));
      expression =
          ttlAttributeName == null
              ? "etag = :etag"
              : "etag = :etag AND (attribute_not_exists(#ttl) OR #ttl > :now)";
    } else if (operation instanceof SetRequest
        && operation.concurrency() == Concurrency.FIRST_WRITE) {
      expression =
          ttlAttributeName == null
              ? "attribute_not_exists(etag)"
              : "attribute_not_exists(etag) OR #ttl <= :now";
    } else {
      return null;
    }
    if (ttlAttributeName != null) {
      values.put(":now", now);
    }
    return new DynamoCondition(
        expression,
        ttlAttributeName == null ? null : Map.of("#ttl", ttlAttributeName),
        values.isEmpty() ? null : values);
  }
}
