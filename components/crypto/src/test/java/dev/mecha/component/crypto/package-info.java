@NullMarked
package dev.mecha.component.crypto;

import org.jspecify.annotations.NullMarked;
