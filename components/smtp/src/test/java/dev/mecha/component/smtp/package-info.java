@NullMarked
package dev.mecha.component.smtp;

import org.jspecify.annotations.NullMarked;
