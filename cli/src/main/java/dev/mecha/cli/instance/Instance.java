package dev.mecha.cli.instance;

import dev.mecha.cli.client.SidecarClient.Address;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * A sidecar that runs on this machine.
 *
 * @param appId the application's name
 * @param doors where it can be reached
 * @param sidecarPid the process in which it runs
 * @param created when that was started
 * @param notes what was said about it while it ran, by the names of the metadata API: {@code
 *     appCommand}, {@code appPID}, {@code cliPID}, {@code runTemplatePath} and so on
 */
public record Instance(
    String appId, Doors doors, long sidecarPid, Instant created, Map<String, String> notes) {

  /** The process of the command that runs the sidecar. */
  public static final String CLI_PID = "cliPID";

  /** The process of the application. */
  public static final String APP_PID = "appPID";

  /** The application's command line. */
  public static final String APP_COMMAND = "appCommand";

  /** The file that describes several applications, if it is from one. */
  public static final String RUN_FILE = "runTemplatePath";

  /** The name that such a file gives itself. */
  public static final String RUN_NAME = "runTemplateName";

  /** Where the application's output is kept. */
  public static final String APP_LOG = "appLogPath";

  /** Where the sidecar's log is kept. */
  public static final String SIDECAR_LOG = "daprdLogPath";

  /**
   * Where a sidecar can be reached.
   *
   * @param http the port of the HTTP API
   * @param grpc the port of the gRPC API
   * @param app the application's port; 0 for none
   * @param sockets the folder of the sockets that replace the API ports, or empty
   * @param metrics whether metrics are served
   * @param maxBodySize the most bytes of a request's body
   * @param readBufferSize the most bytes of a request's headers
   */
  public record Doors(
      int http,
      int grpc,
      int app,
      String sockets,
      boolean metrics,
      long maxBodySize,
      long readBufferSize) {}

  /**
   * @param name of a note
   * @return what it says; empty if there is none
   */
  public String note(String name) {
    return notes.getOrDefault(name, "");
  }

  /**
   * @param name of a note
   * @return the process that it names; 0 if there is none
   */
  public long pid(String name) {
    try {
      return Long.parseLong(note(name));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * @return where its HTTP API is
   */
  public Address address() {
    return doors.sockets().isEmpty()
        ? new Address(doors.http(), "")
        : Address.socketIn(Path.of(doors.sockets()), appId);
  }
}
