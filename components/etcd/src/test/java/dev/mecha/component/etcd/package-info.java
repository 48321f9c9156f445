@NullMarked
package dev.mecha.component.etcd;

import org.jspecify.annotations.NullMarked;
