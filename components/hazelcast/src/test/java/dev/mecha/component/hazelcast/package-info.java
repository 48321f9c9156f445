/** Tests of the component against real servers. */
@NullMarked
package dev.mecha.component.hazelcast;

import org.jspecify.annotations.NullMarked;
