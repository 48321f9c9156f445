/**
 * Keepers of keys that compute in this process: {@code crypto.dapr.localstorage} has them in files,
 * {@code crypto.dapr.jwks} in a JSON Web Key Set. A key is a {@code JWK} of Nimbus JOSE whatever it
 * was written as; the algorithms are the JDK's, Nimbus' and, where both have none, Bouncy Castle's.
 */
@NullMarked
package dev.mecha.component.crypto;

import org.jspecify.annotations.NullMarked;
