@NullMarked
package dev.mecha.spring;

import org.jspecify.annotations.NullMarked;
