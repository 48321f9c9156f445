@NullMarked
package dev.mecha.cli.instance;

import org.jspecify.annotations.NullMarked;
