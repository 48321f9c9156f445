/**
 * How a building block finds the sidecar of another application: {@link
 * dev.mecha.kernel.discovery.ServiceDiscovery} asks the name resolver, remembers what it said for a
 * short while, takes turns between the instances and passes over those that do not answer. Around
 * the resolver, {@link dev.mecha.kernel.discovery.StartingResolver} lets callers wait until there
 * is one, and {@link dev.mecha.kernel.discovery.OffloadedResolver} keeps it from holding an event
 * loop.
 */
@NullMarked
package dev.mecha.kernel.discovery;

import org.jspecify.annotations.NullMarked;
