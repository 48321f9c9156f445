@NullMarked
package dev.mecha.component.sftp;

import org.jspecify.annotations.NullMarked;
