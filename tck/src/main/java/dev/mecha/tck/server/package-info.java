/**
 * Real engines for tests: {@link dev.mecha.tck.server.RealServers} finds them on the machine,
 * {@link dev.mecha.tck.server.ServerProcess} starts, kills and stops them.
 */
@NullMarked
package dev.mecha.tck.server;

import org.jspecify.annotations.NullMarked;
