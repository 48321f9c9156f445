/**
 * The checks behind {@link dev.mecha.tck.StateStoreTck}, one interface per power of a state store.
 * A suite takes them all; what a store cannot do is skipped by its {@linkplain
 * dev.mecha.spi.state.StateStore#features() features}.
 */
@NullMarked
package dev.mecha.tck.state;

import org.jspecify.annotations.NullMarked;
