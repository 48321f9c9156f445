/** Files in YAML that people write, read so that every problem has a line. */
@NullMarked
package dev.mecha.cli.yaml;

import org.jspecify.annotations.NullMarked;
