/** The checks of {@link dev.mecha.tck.ConfigurationStoreTck}, by subject. */
@NullMarked
package dev.mecha.tck.configuration;

import org.jspecify.annotations.NullMarked;
