/** Tests of the local secret stores. */
@NullMarked
package dev.mecha.component.local;

import org.jspecify.annotations.NullMarked;
