/**
 * The runtime inside a Spring Boot application: started with its context and ended with it, unless
 * a sidecar stands beside the application already.
 */
@NullMarked
package dev.mecha.spring;

import org.jspecify.annotations.NullMarked;
