package dev.mecha.spi;

import dev.mecha.spi.time.Time;
import java.nio.file.Path;

/**
 * What a component is told when it is made.
 *
 * @param name {@code metadata.name} of the resource
 * @param type {@code spec.type} in lower case, such as {@code state.redis}
 * @param version {@code spec.version} in lower case, never empty
 * @param appId the application beside which the sidecar runs; empty if it has no name
 * @param namespace the runtime's namespace; empty if none is set
 * @param metadata {@code spec.metadata} with all references resolved
 * @param home the folder for files whose path the metadata leaves open; it may not exist yet
 * @param clock the time; a test may hold or advance it
 */
public record ComponentContext(
    String name,
    String type,
    String version,
    String appId,
    String namespace,
    ComponentMetadata metadata,
    Path home,
    Time clock) {}
