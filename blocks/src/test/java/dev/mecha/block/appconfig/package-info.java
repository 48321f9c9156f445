@NullMarked
package dev.mecha.block.appconfig;

import org.jspecify.annotations.NullMarked;
