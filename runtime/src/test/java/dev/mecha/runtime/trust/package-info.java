@NullMarked
package dev.mecha.runtime.trust;

import org.jspecify.annotations.NullMarked;
