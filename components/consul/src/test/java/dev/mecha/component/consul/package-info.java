/** Tests of name resolution by Consul, against a server that speaks its API. */
@NullMarked
package dev.mecha.component.consul;

import org.jspecify.annotations.NullMarked;
