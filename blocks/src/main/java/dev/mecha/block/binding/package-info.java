/**
 * Bindings: what an application asks of services outside, and what happens there and is brought to
 * it. {@link dev.mecha.block.binding.BindingBlock} is the API, {@link
 * dev.mecha.block.binding.InputBindings} brings the events.
 */
@NullMarked
package dev.mecha.block.binding;

import org.jspecify.annotations.NullMarked;
