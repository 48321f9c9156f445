/** Name resolvers that keep no register: an address follows from a name. */
@NullMarked
package dev.mecha.component.names;

import org.jspecify.annotations.NullMarked;
