package dev.mecha.component.redis;

import org.jspecify.annotations.Nullable;

/**
 * Who the sidecar is to a server.
 *
 * @param username of an ACL, or null for the default user
 * @param password a secret, or null to send none
 */
record Credentials(@Nullable String username, @Nullable String password) {

  /** Whether there is a password at all. */
  @Override
  public String toString() {
    return (username == null ? "default" : username)
        + (password == null ? " without" : " with")
        + " password";
  }
}
