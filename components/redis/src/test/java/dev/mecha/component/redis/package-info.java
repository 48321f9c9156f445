/** Tests of state in Redis, most of them against real servers. */
@NullMarked
package dev.mecha.component.redis;

import org.jspecify.annotations.NullMarked;
