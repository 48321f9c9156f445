/** Tests of the component against real servers. */
@NullMarked
package dev.mecha.component.zookeeper;

import org.jspecify.annotations.NullMarked;
