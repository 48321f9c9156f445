/** What policies do when something does not answer. */
@NullMarked
package dev.mecha.acceptance.resiliency;

import org.jspecify.annotations.NullMarked;
