/** The official SDKs, unmodified, against real sidecars. */
@NullMarked
package dev.mecha.acceptance.sdk;

import org.jspecify.annotations.NullMarked;
