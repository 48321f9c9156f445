/**
 * State in Redis: {@link dev.mecha.component.redis.RedisStateStore} keeps each value as a hash with
 * the fields {@code data} and {@code version}, as the peer does, so that both can serve one
 * database side by side.
 *
 * <p>All ordinary calls share one connection and are pipelined on it; the calling thread parks
 * until its answer is there. Only writes that wait for replicas borrow connections of their own.
 */
@NullMarked
package dev.mecha.component.redis;

import org.jspecify.annotations.NullMarked;
