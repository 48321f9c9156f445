/** What an application says about itself when it comes up. */
@NullMarked
package dev.mecha.block.appconfig;

import org.jspecify.annotations.NullMarked;
