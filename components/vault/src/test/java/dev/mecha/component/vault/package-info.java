@NullMarked
package dev.mecha.component.vault;

import org.jspecify.annotations.NullMarked;
