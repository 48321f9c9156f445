package dev.mecha.cli.doctor;

import dev.mecha.cli.command.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Looks at the JVM, the distribution, the disk and the ports. */
final class MachineChecks {

  private static final int WANTED_JDK = 25;
  private static final long LITTLE = 200L << 20;

  private final Surroundings surroundings;
  private final Report report;

  MachineChecks(Surroundings surroundings, Report report) {
    this.surroundings = surroundings;
    this.report = report;
  }

  void run(Path home) {
    jdk();
    distribution();
    home(home);
    ports();
  }

  private void jdk() {
    int feature = Runtime.version().feature();
    String where = System.getProperty("java.home", "");
    if (feature < WANTED_JDK) {
      report.error("JDK " + feature + " in " + where + " (expected: " + WANTED_JDK + " or later)");
    } else {
      report.ok("JDK " + Runtime.version() + " in " + where);
    }
  }

  private void distribution() {
    if (surroundings.distribution().isEmpty()) {
      report.warning("not started from a distribution: no plug-ins, and a slower start");
      return;
    }
    Path root = surroundings.distribution().get();
    String made = read(root.resolve("lib/jdk.path"));
    String here = System.getProperty("java.home", "");
    if (!Files.isReadable(root.resolve("lib/mecha.aot"))) {
      report.warning(
          root.resolve("lib/mecha.aot") + " is missing: starts take a second longer (build again)");
    } else if (!made.isEmpty() && !made.equals(here)) {
      report.warning(
          "the start-up cache was made with " + made + ", this is " + here + ": starts are slower");
    } else {
      report.ok("distribution in " + root + ", with its start-up cache");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private void home(Path home) {
    Path there = home.toAbsolutePath().normalize();
    Path above = there;
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    if (above == null || !Files.isDirectory(above) || !Files.isWritable(above)) {
      report.error(
          "home folder "
              + home
              + " cannot be written (set MECHA_HOME or --runtime-path to one that can)");
      return;
    }
    try {
      long free = Files.getFileStore(above).getUsableSpace();
      String text = "home folder " + there + ", " + (free >> 20) + " MiB free";
      if (free < LITTLE) {
        report.warning(text + ": what applications save needs room");
      } else {
        report.ok(text);
      }
    } catch (IOException e) {
      report.warning("home folder " + there + ": free space unknown: " + e.getMessage());
    }
  }

  private void ports() {
    var defaults = new LinkedHashMap<Integer, String>();
    defaults.put(3500, "HTTP API");
    defaults.put(50001, "gRPC API");
    defaults.put(9090, "metrics");
    for (Map.Entry<Integer, String> port : defaults.entrySet()) {
      if (isFree(port.getKey())) {
        report.ok("port " + port.getKey() + " is free (" + port.getValue() + " of mechad)");
      } else {
        report.warning(
            "port "
                + port.getKey()
                + " is taken (the default of mechad's "
                + port.getValue()
                + "; mecha run chooses free ones by itself)");
      }
    }
  }

  private static boolean isFree(int port) {
    try (var loopback = new ServerSocket()) {
      loopback.setReuseAddress(true);
      loopback.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
