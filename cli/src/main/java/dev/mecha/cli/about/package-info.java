/** What this program is, and how shells can help to type its command lines. */
@NullMarked
package dev.mecha.cli.about;

import org.jspecify.annotations.NullMarked;
