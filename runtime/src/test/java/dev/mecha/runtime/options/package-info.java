@NullMarked
package dev.mecha.runtime.options;

import org.jspecify.annotations.NullMarked;
