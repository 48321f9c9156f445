@NullMarked
package dev.mecha.block.configuration;

import org.jspecify.annotations.NullMarked;
