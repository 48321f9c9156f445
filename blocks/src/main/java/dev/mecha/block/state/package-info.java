/**
 * The state API: {@link dev.mecha.block.state.StateService} does the work for both doors, {@link
 * dev.mecha.block.state.StateHttp} and {@link dev.mecha.block.state.StateGrpc} parse and render,
 * and what surrounds every store is in {@code store}.
 */
@NullMarked
package dev.mecha.block.state;

import org.jspecify.annotations.NullMarked;
