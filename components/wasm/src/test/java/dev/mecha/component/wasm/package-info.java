@NullMarked
package dev.mecha.component.wasm;

import org.jspecify.annotations.NullMarked;
