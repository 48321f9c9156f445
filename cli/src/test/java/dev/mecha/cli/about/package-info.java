@NullMarked
package dev.mecha.cli.about;

import org.jspecify.annotations.NullMarked;
