/** Tests against a real broker. */
@NullMarked
package dev.mecha.component.mqtt;

import org.jspecify.annotations.NullMarked;
