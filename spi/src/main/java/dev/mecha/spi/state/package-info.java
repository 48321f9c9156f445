/**
 * The contract of state stores: values under keys, with ETags, expiry, transactions and queries
 * where they can.
 */
@NullMarked
package dev.mecha.spi.state;

import org.jspecify.annotations.NullMarked;
