package dev.mecha.kernel.registry;

import java.util.List;

/**
 * A component as the metadata API lists it.
 *
 * @param name of the component
 * @param type {@code spec.type} as it is written
 * @param version {@code spec.version} as it is written; may be empty
 * @param capabilities what it can do; empty if it says nothing
 */
public record RegisteredComponent(
    String name, String type, String version, List<String> capabilities) {}
