package dev.mecha.component.bindings;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.InvalidMetadataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A folder that names cannot lead out of: {@code ..} ends at it, and symbolic links are followed as
 * if it were the root of the file system.
 */
final class RootFolder {

  private static final List<Path> FORBIDDEN =
      List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/boot"), Path.of("/var/run/secrets"));

  private static final int MAX_LINKS = 255;

  private final Path root;

  private RootFolder(Path root) {
    this.root = root;
  }

  /**
   * @param text the path; a relative one begins at the working directory
   * @return the folder, which is there now
   */
  static RootFolder of(String text) {
    Path root = resolved(Path.of(text).toAbsolutePath().normalize());
    if (FORBIDDEN.stream().anyMatch(root::startsWith)) {
      throw new InvalidMetadataException(
          "rootPath: \"" + text + "\" (expected: a folder outside of " + FORBIDDEN + ")");
    }
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new ComponentException(
          "unable to create directory specified by 'rootPath' " + root + ": " + e.getMessage(), e);
    }
    return new RootFolder(root);
  }

  /** Follows the links of the part that is there already. */
  private static Path resolved(Path path) {
    Path there = path;
    while (!Files.exists(there)) {
      there = Objects.requireNonNull(there.getParent());
    }
    if (!Files.isDirectory(there)) {
      throw new InvalidMetadataException(
          "rootPath: \"" + path + "\" (expected: a folder; " + there + " is a file)");
    }
    try {
      return there.toRealPath().resolve(there.relativize(path)).normalize();
    } catch (IOException e) {
      throw new ComponentException("failed to evaluate symlinks in rootPath: " + e.getMessage(), e);
    }
  }

  /**
   * @param name of a file, as a caller gives it
   * @return where that is: the root or something below it, without symbolic links
   */
  Path resolve(String name) {
    Deque<String> left = new ArrayDeque<>(List.of(name.split("/", -1)));
    Path at = root;
    int links = 0;
    while (!left.isEmpty()) {
      String part = left.removeFirst();
      if (part.equals("..")) {
        at = at.equals(root) ? root : Objects.requireNonNull(at.getParent());
      } else if (!part.isEmpty() && !part.equals(".")) {
        Path next = child(at, part, name);
        Path target = linkTarget(next, name);
        if (target == null) {
          at = next;
        } else if (++links > MAX_LINKS) {
          throw wrong(name, "too many levels of symbolic links");
        } else {
          at = target.isAbsolute() ? root : at;
          List.of(target.toString().split("/", -1)).reversed().forEach(left::addFirst);
        }
      }
    }
    return at;
  }

  private static Path child(Path parent, String part, String name) {
    try {
      return parent.resolve(part);
    } catch (IllegalArgumentException e) {
      throw wrong(name, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Path linkTarget(Path path, String name) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .isSymbolicLink()
          ? Files.readSymbolicLink(path)
          : null;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw wrong(name, String.valueOf(e.getMessage()));
    }
  }

  private static ComponentException wrong(String name, String why) {
    return new ComponentException("error getting absolute path for file " + name + ": " + why);
  }

  /** What is behind the root. */
  String relative(Path file) {
    Path relative = root.relativize(file);
    return relative.toString().isEmpty() ? "." : relative.toString();
  }
}
