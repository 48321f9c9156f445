/** State in Memcached. */
@NullMarked
package dev.mecha.component.memcached;

import org.jspecify.annotations.NullMarked;
