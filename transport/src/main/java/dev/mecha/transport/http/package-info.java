/**
 * The HTTP door: a server for HTTP/1.1 and h2c that matches a request to a route, takes it through
 * the filters on a virtual thread, and writes its answer on the event loop.
 */
@NullMarked
package dev.mecha.transport.http;

import org.jspecify.annotations.NullMarked;
