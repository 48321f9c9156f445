/**
 * Components while they live: a {@link dev.mecha.kernel.registry.ComponentCatalog} knows what could
 * be made, from the class path and from plug-in directories; the {@link
 * dev.mecha.kernel.registry.ComponentManager} makes what the resources ask for, in the right order
 * and in time, decorates it and puts it into the {@link dev.mecha.kernel.registry.Registry} of its
 * kind, where building blocks find it by name; {@link dev.mecha.kernel.registry.HotReload} does so
 * again when files change.
 */
@NullMarked
package dev.mecha.kernel.registry;

import org.jspecify.annotations.NullMarked;
