package dev.mecha.kernel.observe;

import java.util.logging.LogManager;
import org.slf4j.LoggerFactory;

/** A process that logs. Arguments: level, json, file. */
final class LogsProbe {

  private LogsProbe() {}

  public static void main(String[] args) {
    Logs.configure(
        LogLevel.parse(args[0]),
        Boolean.parseBoolean(args[1]),
        args[2],
        new LogIdentity("app", "host", "1.18.3"));
    for (String scope : new String[] {"dapr.runtime", "io.netty.channel", "daprish"}) {
      var log = LoggerFactory.getLogger(scope);
      log.debug("debug");
      log.info("info {}", 1);
      log.warn("warn");
      log.error("error");
    }
    new LogFields()
        .add("code", 200)
        .log(java.util.logging.Logger.getLogger(Logs.HTTP_API), LogLevel.INFO, "HTTP API Called");
    Logs.fatal("dapr.runtime", "fatal");
    Runtime.getRuntime().addShutdownHook(new Thread(LogsProbe::shutDown));
  }

  /** What the backend's own hook does, at the worst moment. */
  private static void shutDown() {
    LogManager.getLogManager().reset();
    LoggerFactory.getLogger("dapr.runtime").info("still speaking");
    LoggerFactory.getLogger("io.netty.channel").info("others are not");
  }
}
