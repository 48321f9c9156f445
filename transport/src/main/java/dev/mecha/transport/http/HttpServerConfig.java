package dev.mecha.transport.http;

import dev.mecha.transport.listen.ListenOn;

/**
 * How an HTTP server is set up.
 *
 * @param listenOn where it listens
 * @param limits what it puts up with
 * @param h2c whether it speaks HTTP/2 without TLS beside HTTP/1.1
 */
public record HttpServerConfig(ListenOn listenOn, HttpLimits limits, boolean h2c) {}
