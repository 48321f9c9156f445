/** Tests of addresses that follow from names. */
@NullMarked
package dev.mecha.component.names;

import org.jspecify.annotations.NullMarked;
