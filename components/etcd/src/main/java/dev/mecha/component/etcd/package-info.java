/**
 * Locks and state in etcd, by the JSON form of its API: the calls that they take are few, and need
 * no client of hundreds of classes beside the JDK's.
 */
@NullMarked
package dev.mecha.component.etcd;

import org.jspecify.annotations.NullMarked;
