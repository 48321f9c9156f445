@NullMarked
package dev.mecha.cli.offer;

import org.jspecify.annotations.NullMarked;
