@NullMarked
package dev.mecha.cli.doctor;

import org.jspecify.annotations.NullMarked;
