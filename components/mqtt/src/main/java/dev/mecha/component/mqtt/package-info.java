/** Messages through brokers that speak MQTT 3.1.1. */
@NullMarked
package dev.mecha.component.mqtt;

import org.jspecify.annotations.NullMarked;
