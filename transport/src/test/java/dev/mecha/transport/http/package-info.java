/** Tests of the HTTP door. */
@NullMarked
package dev.mecha.transport.http;

import org.jspecify.annotations.NullMarked;
