@NullMarked
package dev.mecha.cli.home;

import org.jspecify.annotations.NullMarked;
