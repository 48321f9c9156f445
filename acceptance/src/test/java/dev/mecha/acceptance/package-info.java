/** Cases over real processes: a case is a set-up and a run. */
@NullMarked
package dev.mecha.acceptance;

import org.jspecify.annotations.NullMarked;
