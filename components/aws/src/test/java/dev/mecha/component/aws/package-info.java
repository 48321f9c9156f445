@NullMarked
package dev.mecha.component.aws;

import org.jspecify.annotations.NullMarked;
