package dev.mecha.cli.run;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The environment of the application: the user's own, and where the sidecar is. */
final class AppEnvironment {

  /** The start script puts aside what is meant for other JVMs than this one. */
  private static final String SAVED = "MECHA_SAVED_";

  private static final List<String> SET_BY_START_SCRIPT = List.of("MALLOC_ARENA_MAX");

  private AppEnvironment() {}

  /**
   * @param environment of this process
   * @param doors of the sidecar
   * @param ports of the sidecar
   * @param flags what the user asked for
   * @return the variables of the application
   */
  static Map<String, String> of(
      Map<String, String> environment, Doors doors, Ports ports, RunFlags.Values flags) {
    Map<String, String> variables = users(environment);
    variables.put("APP_ID", doors.appId());
    variables.put("APP_PROTOCOL", protocol(flags));
    variables.put("APP_CHANNEL_ADDRESS", flags.text("app-channel-address"));
    if (flags.number("app-port") > 0) {
      variables.put("APP_PORT", Integer.toString(flags.number("app-port")));
    }
    variables.put("DAPR_HTTP_PORT", Integer.toString(ports.http()));
    variables.put("DAPR_GRPC_PORT", Integer.toString(ports.grpc()));
    variables.put("DAPR_METRICS_PORT", Integer.toString(ports.metrics()));
    // Python holds back what it writes to a pipe until it ends, which for a server is never.
    variables.putIfAbsent("PYTHONUNBUFFERED", "1");
    return variables;
  }

  /**
   * @param environment of this process
   * @return the environment as it was before the start script changed it
   */
  static Map<String, String> users(Map<String, String> environment) {
    var variables = new HashMap<>(environment);
    SET_BY_START_SCRIPT.forEach(variables::remove);
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(SAVED)) {
            variables.remove(name);
            variables.put(name.substring(SAVED.length()), value);
          }
        });
    return variables;
  }

  private static String protocol(RunFlags.Values flags) {
    String protocol = flags.text("app-protocol").toLowerCase(Locale.ROOT);
    boolean plain = protocol.equals("http") || protocol.equals("grpc");
    return flags.flag("app-ssl") && plain ? protocol + "s" : protocol;
  }
}
