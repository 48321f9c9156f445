/** The processes of a case, addressed by their process ids and free ports only. */
@NullMarked
package dev.mecha.acceptance.process;

import org.jspecify.annotations.NullMarked;
