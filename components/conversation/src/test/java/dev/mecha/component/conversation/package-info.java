@NullMarked
package dev.mecha.component.conversation;

import org.jspecify.annotations.NullMarked;
