package dev.mecha.cli.instance;

import dev.mecha.cli.instance.Instance.Doors;
import dev.mecha.runtime.options.CommandLine;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.runtime.options.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sidecars that are processes of their own: {@code mechad}, and the peer's {@code daprd}. */
final class SidecarProcesses {

  private static final String MAIN = "dev.mecha.runtime.Mechad";

  private SidecarProcesses() {}

  static List<Instance> find() {
    return ProcessHandle.allProcesses().flatMap(p -> instance(p).stream()).toList();
  }

  private static Optional<Instance> instance(ProcessHandle process) {
    return flags(words(process)).flatMap(flags -> instance(process, flags));
  }

  private static Optional<Instance> instance(ProcessHandle process, List<String> flags) {
    try {
      SidecarOptions options = CommandLine.parse(flags, Map.of()).options();
      if (options.appId().isEmpty()) {
        return Optional.empty();
      }
      Path sockets = options.servers().unixDomainSocket();
      return Optional.of(
          new Instance(
              options.appId(),
              new Doors(
                  options.servers().httpPort(),
                  options.servers().grpcPort(),
                  options.app().port().orElse(0),
                  sockets == null ? "" : sockets.toString(),
                  options.metrics().enabled(),
                  options.servers().maxBodySize(),
                  options.servers().readBufferSize()),
              process.pid(),
              process.info().startInstant().orElse(Instant.EPOCH),
              Map.of()));
    } catch (UsageException e) {
      return Optional.empty(); // a sidecar that is about to refuse its command line
    }
  }

  /** The system tells whole command lines; the JDK only those that fit into a page. */
  private static List<String> words(ProcessHandle process) {
    try {
      Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      String line = Files.readString(file, StandardCharsets.ISO_8859_1);
      return Arrays.asList(line.split("\0"));
    } catch (IOException e) {
      var words = new ArrayList<String>();
      process.info().command().ifPresent(words::add);
      process.info().arguments().map(Arrays::asList).ifPresent(words::addAll);
      return words;
    }
  }

  /** What follows the program, if it is a sidecar's. */
  static Optional<List<String>> flags(List<String> words) {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    if (Path.of(words.getFirst()).endsWith("daprd")) {
      return Optional.of(words.subList(1, words.size()));
    }
    int main = words.indexOf(MAIN);
    return main < 0 ? Optional.empty() : Optional.of(words.subList(main + 1, words.size()));
  }
}
