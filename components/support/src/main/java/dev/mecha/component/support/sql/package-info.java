/**
 * Work on connections of a JDBC driver, for plug-ins whose engine speaks SQL: it can be stopped,
 * ends in time, and is done again where the server undid it. Who uses it brings HikariCP along.
 */
@NullMarked
package dev.mecha.component.support.sql;

import org.jspecify.annotations.NullMarked;
