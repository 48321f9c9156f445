/**
 * Expressions that users write in resources, in the Common Expression Language. The library behind
 * it is loaded with the first one.
 */
@NullMarked
package dev.mecha.kernel.expression;

import org.jspecify.annotations.NullMarked;
