package dev.mecha.transport.app;

import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;

/**
 * A request as it goes out.
 *
 * @param call what is called
 * @param headers those that are sent, but for the length
 * @param announced whether the length of the body is told, if it is known
 */
record OutgoingRequest(InvokeRequest call, Headers headers, boolean announced) {}
