/**
 * State in PostgreSQL, in the two formats that share a database with the peer: v1 keeps JSON
 * documents that can be queried, v2 keeps bytes.
 *
 * <p>A {@link dev.mecha.component.postgresql.PostgresStateStore} speaks SQL through its {@link
 * dev.mecha.component.postgresql.Format}; a {@link dev.mecha.component.postgresql.Database} lends
 * it connections, stops what is interrupted or overdue in the server too, and turns the driver's
 * exceptions into errors without secrets.
 */
@NullMarked
package dev.mecha.component.postgresql;

import org.jspecify.annotations.NullMarked;
