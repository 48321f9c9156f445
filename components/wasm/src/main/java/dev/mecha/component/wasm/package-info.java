/**
 * HTTP middleware that runs WebAssembly inside the process, on Chicory: guests that follow
 * http-wasm's HTTP handler ABI, and policies that Open Policy Agent has compiled.
 */
@NullMarked
package dev.mecha.component.wasm;

import org.jspecify.annotations.NullMarked;
