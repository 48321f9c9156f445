/**
 * Secrets of HashiCorp Vault, in engines of keys and values of both versions, over Vault's
 * documented HTTP API.
 */
@NullMarked
package dev.mecha.component.vault;

import org.jspecify.annotations.NullMarked;
