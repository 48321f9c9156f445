package dev.mecha.cli.instance;

import dev.mecha.cli.instance.Instance.Doors;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** A sidecar as the lines of a properties file. */
final class NoteFields {

  private static final String NOTE = "note.";

  private NoteFields() {}

  static Map<String, String> of(Instance instance) {
    Doors doors = instance.doors();
    var fields = new LinkedHashMap<String, String>();
    fields.put("appId", instance.appId());
    fields.put("http", Integer.toString(doors.http()));
    fields.put("grpc", Integer.toString(doors.grpc()));
    fields.put("app", Integer.toString(doors.app()));
    fields.put("sockets", doors.sockets());
    fields.put("metrics", Boolean.toString(doors.metrics()));
    fields.put("maxBodySize", Long.toString(doors.maxBodySize()));
    fields.put("readBufferSize", Long.toString(doors.readBufferSize()));
    fields.put("sidecarPid", Long.toString(instance.sidecarPid()));
    fields.put("created", instance.created().toString());
    instance.notes().forEach((name, value) -> fields.put(NOTE + name, value));
    return fields;
  }

  /** Empty if they are no sidecar's: somebody wrote into the file. */
  static Optional<Instance> read(Properties fields) {
    try {
      var notes = new LinkedHashMap<String, String>();
      for (String name : fields.stringPropertyNames()) {
        if (name.startsWith(NOTE)) {
          notes.put(name.substring(NOTE.length()), fields.getProperty(name, ""));
        }
      }
      return Optional.of(
          new Instance(
              fields.getProperty("appId", ""),
              new Doors(
                  Integer.parseInt(fields.getProperty("http", "")),
                  Integer.parseInt(fields.getProperty("grpc", "")),
                  Integer.parseInt(fields.getProperty("app", "")),
                  fields.getProperty("sockets", ""),
                  Boolean.parseBoolean(fields.getProperty("metrics", "")),
                  Long.parseLong(fields.getProperty("maxBodySize", "")),
                  Long.parseLong(fields.getProperty("readBufferSize", ""))),
              Long.parseLong(fields.getProperty("sidecarPid", "")),
              Instant.parse(fields.getProperty("created", "")),
              Map.copyOf(notes)));
    } catch (NumberFormatException | DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
