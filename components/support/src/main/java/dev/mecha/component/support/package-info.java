/**
 * What several plug-ins share beside their contract: handlers at work, keys and certificates in
 * PEM. Every plug-in carries a copy of its own.
 */
@NullMarked
package dev.mecha.component.support;

import org.jspecify.annotations.NullMarked;
