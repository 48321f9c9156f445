/** Tests of the PostgreSQL state stores, against a real server. */
@NullMarked
package dev.mecha.component.mysql;

import org.jspecify.annotations.NullMarked;
