package dev.mecha.component.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A table of one test class, as others see it. */
final class TestTable {

  private final DynamoDbClient client =
      AwsServers.cloud().connection().client(DynamoDbClient.builder());
  private final String name = "table-" + UUID.randomUUID();
  private final String key;

  /**
   * @param key the name of the attribute that tells items apart
   */
  TestTable(String key) {
    this.key = key;
    client.createTable(
        table ->
            table
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName(key)
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName(key).keyType(KeyType.HASH).build()));
  }

  /** The fields of a component that is to use it. */
  Map<String, String> metadata() {
    var metadata = new HashMap<String, String>(AwsServers.cloud().metadata());
    metadata.put("table", name);
    return metadata;
  }

  /** The item under a key; empty if there is none. */
  Map<String, AttributeValue> item(String value) {
    return client
        .getItem(request -> request.tableName(name).key(Map.of(key, AttributeValue.fromS(value))))
        .item();
  }

  /** Writes an item as somebody else would. */
  void put(Map<String, AttributeValue> item) {
    client.putItem(request -> request.tableName(name).item(item));
  }
}
