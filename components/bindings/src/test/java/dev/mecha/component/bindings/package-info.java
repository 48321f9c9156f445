@NullMarked
package dev.mecha.component.bindings;

import org.jspecify.annotations.NullMarked;
