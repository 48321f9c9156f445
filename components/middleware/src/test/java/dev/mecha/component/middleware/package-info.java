@NullMarked
package dev.mecha.component.middleware;

import org.jspecify.annotations.NullMarked;
