package dev.mecha.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a sidecar loads.
 *
 * @param folders of resource files
 * @param configuration a file of kind Configuration
 */
record Resources(List<Path> folders, Optional<Path> configuration) {}
