@NullMarked
package dev.mecha.junit;

import org.jspecify.annotations.NullMarked;
