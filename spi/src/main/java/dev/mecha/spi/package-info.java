/**
 * What every component has in common: its {@linkplain dev.mecha.spi.Component life}, its
 * {@linkplain dev.mecha.spi.ComponentProvider provider} and its {@linkplain
 * dev.mecha.spi.ComponentMetadata metadata}. The contract of each kind of component is in a package
 * of its own below this one.
 *
 * <p>A component sees this module and its driver, and nothing else of Mecha.
 */
@NullMarked
package dev.mecha.spi;

import org.jspecify.annotations.NullMarked;
