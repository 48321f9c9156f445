/**
 * Locks in etcd, by the JSON form of its API: the calls that a lock takes are few, and need no
 * client of hundreds of classes beside the JDK's.
 */
@NullMarked
package dev.mecha.component.etcd;

import org.jspecify.annotations.NullMarked;
