/** Name resolution by HashiCorp Consul, through the HTTP API of its agent. */
@NullMarked
package dev.mecha.component.consul;

import org.jspecify.annotations.NullMarked;
