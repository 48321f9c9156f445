/** Tests of name resolution by multicast DNS. */
@NullMarked
package dev.mecha.component.mdns;

import org.jspecify.annotations.NullMarked;
