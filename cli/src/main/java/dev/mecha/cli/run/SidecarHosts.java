package dev.mecha.cli.run;

import dev.mecha.runtime.options.CommandLine;
import java.io.OutputStream;
import java.util.Collection;

/** Places for sidecars: for one that has the process to itself, and for several that share it. */
public interface SidecarHosts {

  /**
   * @return a host of one sidecar, whose log is the standard output
   */
  SidecarHost alone();

  /**
   * Prepares the process for several sidecars. Before the first of them is started.
   *
   * @param lines what all of them are told
   */
  void share(Collection<CommandLine> lines);

  /**
   * @param log where the lines of the sidecar go; stays open
   * @return a host of one sidecar among several
   */
  SidecarHost loggingTo(OutputStream log);
}
