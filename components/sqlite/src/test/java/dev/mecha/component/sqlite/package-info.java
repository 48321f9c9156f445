/** Tests of the SQLite store. */
@NullMarked
package dev.mecha.component.sqlite;

import org.jspecify.annotations.NullMarked;
