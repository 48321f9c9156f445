/**
 * The lock API: {@link dev.mecha.block.lock.LockService} does the work for both doors, {@link
 * dev.mecha.block.lock.LockHttp} and {@link dev.mecha.block.lock.LockGrpc} parse and render, and
 * what surrounds every store is in {@code store}.
 */
@NullMarked
package dev.mecha.block.lock;

import org.jspecify.annotations.NullMarked;
