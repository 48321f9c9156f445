/**
 * State in an SQLite file: {@code state.sqlite}, the embedded durable engine.
 *
 * <p>All native code runs on threads of the store: one {@linkplain
 * dev.mecha.component.sqlite.Writer writer}, which commits what waits together with one
 * synchronisation of the disk, and a few {@linkplain dev.mecha.component.sqlite.Readers readers}. A
 * caller hands in a {@linkplain dev.mecha.component.sqlite.Job job} and parks. Tables, columns and
 * values are those of the peer, so that a file can go from one to the other.
 */
@NullMarked
package dev.mecha.component.sqlite;

import org.jspecify.annotations.NullMarked;
