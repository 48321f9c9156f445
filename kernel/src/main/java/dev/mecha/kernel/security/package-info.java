/**
 * Who may ask for what: the API token, the lists of allowed and denied APIs, and which web pages
 * may call.
 */
@NullMarked
package dev.mecha.kernel.security;

import org.jspecify.annotations.NullMarked;
