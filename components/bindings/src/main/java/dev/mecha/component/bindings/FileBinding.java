package dev.mecha.component.bindings;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps files below a folder of this machine, and nowhere else. A file that is replaced is there
 * whole, the old one or the new one, whatever happens meanwhile.
 */
public final class FileBinding implements OutputBinding {

  private static final String FILE_NAME = "fileName";

  /** What a file is called while it is being written. */
  private static final String HALF = ".mecha-part";

  private final RootFolder root;

  FileBinding(RootFolder root) {
    this.root = root;
  }

  @Override
  public List<String> operations() {
    return List.of("create", "get", "list", "delete");
  }

  @Override
  public @Nullable BindingResponse invoke(BindingRequest request) {
    String name = request.metadata().getOrDefault(FILE_NAME, "");
    return switch (request.operation()) {
      case "create" -> create(name.isEmpty() ? UUID.randomUUID().toString() : name, request.data());
      case "get" -> get(root.resolve(name));
      case "list" -> list(root.resolve(name));
      case "delete" -> delete(root.resolve(name));
      default -> throw new ComponentException("unsupported operation " + request.operation());
    };
  }

  private BindingResponse create(String name, byte[] data) {
    Path file = root.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      write(file, Payload.decode(data));
    } catch (IOException e) {
      throw new ComponentException("error creating file " + file + ": " + reason(e), e);
    }
    return BindingResponse.of(JsonTexts.object("fileName", root.relative(file)));
  }

  private static void write(Path file, byte[] data) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("is a directory");
    }
    Path half = file.resolveSibling("." + UUID.randomUUID() + HALF);
    try {
      Files.write(half, data, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  private static BindingResponse get(Path file) {
    try {
      return BindingResponse.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new ComponentException("file not found: " + file, e);
    } catch (IOException e) {
      throw new ComponentException("error reading file " + file + ": " + reason(e), e);
    }
  }

  private static BindingResponse list(Path folder) {
    if (!Files.exists(folder)) {
      throw new ComponentException(
          "error getting stats for path " + folder + ": no such file or directory");
    }
    if (!Files.isDirectory(folder)) {
      throw new ComponentException(
          "unable to list files as the file specified is not a directory: " + folder);
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<String> files =
          all.filter(each -> !Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
              .map(Path::toString)
              .filter(each -> !each.endsWith(HALF))
              .sorted()
              .toList();
      return BindingResponse.of(JsonTexts.arrayOrNull(files));
    } catch (IOException | UncheckedIOException e) {
      throw new ComponentException(
          "error listing files in the directory " + folder + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable BindingResponse delete(Path file) {
    try {
      Files.delete(file);
      return null;
    } catch (IOException e) {
      throw new ComponentException("error deleting file " + file + ": " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException
        ? "no such file or directory"
        : String.valueOf(e.getMessage());
  }

  @Override
  public void close() {
    // Holds nothing.
  }

  /** Makes {@code bindings.localstorage}. */
  public static final class Provider implements ComponentProvider<Binding> {

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.localstorage");
    }

    @Override
    public Binding create(ComponentContext context) {
      return new FileBinding(RootFolder.of(context.metadata().property("rootPath").required()));
    }
  }
}
