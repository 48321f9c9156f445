/**
 * State and statements in MySQL and MariaDB. Values are in a table that the peer's sidecars may
 * share.
 */
@NullMarked
package dev.mecha.component.mysql;

import org.jspecify.annotations.NullMarked;
