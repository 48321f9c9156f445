/** Reading and writing JSON as the blocks need it: streaming, with errors that name the field. */
@NullMarked
package dev.mecha.block.json;

import org.jspecify.annotations.NullMarked;
