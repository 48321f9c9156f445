package dev.mecha.component.sftp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files on a server that speaks SFTP: written, read, listed and removed. */
public final class SftpBinding implements OutputBinding {

  private static final JsonFactory JSON = new JsonFactory();

  private final SftpSettings settings;
  private final Connection connection;

  /** Makes {@code bindings.sftp}. */
  public static final class Provider implements ComponentProvider<Binding> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.sftp");
    }

    @Override
    public Binding create(ComponentContext context) throws InterruptedException {
      SftpSettings settings = SftpSettings.of(context.metadata());
      var binding = new SftpBinding(settings, new Connection(settings));
      try {
        binding.ping();
        return binding;
      } catch (InterruptedException | RuntimeException e) {
        binding.close();
        throw e;
      }
    }
  }

  SftpBinding(SftpSettings settings, Connection connection) {
    this.settings = settings;
    this.connection = connection;
  }

  @Override
  public void ping() throws InterruptedException {
    String _ = connection.call(files -> files.canonicalPath("."));
  }

  @Override
  public List<String> operations() {
    return List.of("create", "get", "delete", "list");
  }

  @Override
  public @Nullable BindingResponse invoke(BindingRequest request) throws InterruptedException {
    String path = path(request.metadata());
    return switch (request.operation()) {
      case "create" -> create(path, request.data());
      case "get" -> BindingResponse.of(connection.call(files -> RemoteFiles.read(files, path)));
      case "delete" -> {
        boolean _ = connection.call(files -> RemoteFiles.remove(files, path));
        yield null;
      }
      case "list" ->
          BindingResponse.of(json(connection.call(files -> RemoteFiles.list(files, path))));
      default -> throw new ComponentException("unsupported operation " + request.operation());
    };
  }

  private BindingResponse create(String path, byte[] data) throws InterruptedException {
    boolean _ = connection.call(files -> RemoteFiles.write(files, path, data));
    String name = path.substring(path.lastIndexOf('/') + 1);
    byte[] answer =
        written(
            json -> {
              json.writeStartObject();
              json.writeStringField("fileName", name);
              json.writeEndObject();
            });
    return new BindingResponse(answer, Map.of("fileName", name));
  }

  private String path(Map<String, String> metadata) {
    String root = value(metadata, "rootPath");
    if (root.isEmpty()) {
      root = settings.rootPath();
    }
    String name = value(metadata, "fileName");
    if (root.isEmpty() && name.isEmpty()) {
      throw new ComponentException(
          "sftp binding error: required metadata rootPath or fileName missing");
    }
    if (("/" + name + "/").contains("/../")) {
      throw new ComponentException(
          "fileName: \"" + name + "\" (expected: a name that does not lead out of rootPath)");
    }
    boolean joined = root.isEmpty() || name.isEmpty() || root.endsWith("/") || name.startsWith("/");
    return root + (joined ? "" : "/") + name;
  }

  private static String value(Map<String, String> metadata, String name) {
    for (var entry : metadata.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(name)) {
        return entry.getValue();
      }
    }
    return "";
  }

  private static byte[] json(List<RemoteFiles.Entry> entries) {
    return written(
        json -> {
          json.writeStartArray();
          for (RemoteFiles.Entry entry : entries) {
            json.writeStartObject();
            json.writeStringField("fileName", entry.name());
            json.writeBooleanField("isDirectory", entry.isFolder());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** Writes JSON. */
  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private static byte[] written(Content content) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    connection.close();
  }
}
