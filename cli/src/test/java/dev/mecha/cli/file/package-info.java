@NullMarked
package dev.mecha.cli.file;

import org.jspecify.annotations.NullMarked;
