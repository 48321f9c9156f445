/** State in Apache ZooKeeper. */
@NullMarked
package dev.mecha.component.zookeeper;

import org.jspecify.annotations.NullMarked;
