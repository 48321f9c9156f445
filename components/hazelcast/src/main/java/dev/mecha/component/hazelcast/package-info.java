/** State in Hazelcast. */
@NullMarked
package dev.mecha.component.hazelcast;

import org.jspecify.annotations.NullMarked;
