package dev.mecha.block.configuration;

import dev.mecha.spi.configuration.ConfigurationItem;
import java.util.Map;

/** What a subscription has to do next. */
sealed interface Step {

  /** Tell the subscriber. */
  record Tell(Map<String, ConfigurationItem> items) implements Step {}

  /** Read what is there and tell the subscriber what has changed. */
  record Look() implements Step {}

  /** Subscribe at the component that has the store's name now. */
  record Move() implements Step {}

  /** Nothing more. */
  record End() implements Step {}
}
