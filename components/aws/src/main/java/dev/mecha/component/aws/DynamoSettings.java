package dev.mecha.component.aws;

import dev.mecha.spi.ComponentMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What {@code state.aws.dynamodb} is told.
 *
 * @param table where the values are
 * @param partitionKey the attribute that holds the key
 * @param ttlAttributeName the attribute that says when a value expires; null if values do not
 */
record DynamoSettings(String table, String partitionKey, @Nullable String ttlAttributeName) {

  /**
   * @param metadata of the component
   * @return what it says
   * @throws dev.mecha.spi.InvalidMetadataException if the table is missing
   */
  static DynamoSettings of(ComponentMetadata metadata) {
    return new DynamoSettings(
        metadata.property("table").required(),
        metadata.property("partitionKey").text("key"),
        metadata.property("ttlAttributeName").text());
  }
}
