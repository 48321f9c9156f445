/** HTTP middleware before the API and before the application. */
@NullMarked
package dev.mecha.acceptance.middleware;

import org.jspecify.annotations.NullMarked;
