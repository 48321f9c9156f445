@NullMarked
package dev.mecha.cli.resource;

import org.jspecify.annotations.NullMarked;
