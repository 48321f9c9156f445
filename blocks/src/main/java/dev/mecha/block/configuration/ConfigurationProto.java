package dev.mecha.block.configuration;

import dev.mecha.spi.configuration.ConfigurationItem;
import java.util.LinkedHashMap;
import java.util.Map;

/** Items as gRPC messages. */
final class ConfigurationProto {

  private ConfigurationProto() {}

  static Map<String, dev.mecha.protocol.common.v1.ConfigurationItem> of(
      Map<String, ConfigurationItem> items) {
    var messages = new LinkedHashMap<String, dev.mecha.protocol.common.v1.ConfigurationItem>();
    items.forEach(
        (key, item) ->
            messages.put(
                key,
                dev.mecha.protocol.common.v1.ConfigurationItem.newBuilder()
                    .setValue(item.value())
                    .setVersion(item.version())
                    .putAllMetadata(item.metadata())
                    .build()));
    return messages;
  }
}
