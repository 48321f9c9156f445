/**
 * Name resolution by multicast DNS (RFC 6762, RFC 6763) in the peer's form: an application is a
 * service type of its own, {@code <appId>.local.}, and its id is in the TXT record once more. There
 * is one socket with two threads: one hears and answers, the other asks, and neither is ever
 * interrupted, which would close the socket.
 */
@NullMarked
package dev.mecha.component.mdns;

import org.jspecify.annotations.NullMarked;
