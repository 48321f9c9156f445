@NullMarked
package dev.mecha.component.oauth;

import org.jspecify.annotations.NullMarked;
