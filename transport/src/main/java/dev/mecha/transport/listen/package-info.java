/** Where doors listen: TCP addresses or a Unix domain socket, and how they are bound. */
@NullMarked
package dev.mecha.transport.listen;

import org.jspecify.annotations.NullMarked;
