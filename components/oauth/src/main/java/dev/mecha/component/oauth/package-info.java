/**
 * HTTP middleware for OAuth 2.0 and OpenID Connect: checks tokens that callers bring, logs people
 * in, and gets tokens for calls to an application. Nimbus JOSE+JWT reads and verifies tokens.
 */
@NullMarked
package dev.mecha.component.oauth;

import org.jspecify.annotations.NullMarked;
