package dev.mecha.cli.file;

import java.nio.file.Path;
import java.util.List;

/**
 * A file that describes several applications.
 *
 * @param name that it gives itself, or empty
 * @param path where it is, absolute
 * @param apps in the order of the file
 * @param warnings what in it has no effect
 */
public record RunFile(String name, Path path, List<RunFileApp> apps, List<String> warnings) {}
