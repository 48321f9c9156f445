package dev.mecha.cli.run;

import dev.mecha.cli.file.LogDestination;
import dev.mecha.cli.file.RunFileApp;
import dev.mecha.cli.terminal.Console;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The two logs of an application among several: its own output, and that of its sidecar. */
final class MemberLogs implements AppLines, AutoCloseable {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

  private final Path folder;
  private final Console console;
  private final String prefix;
  private final Log app;
  private final Log sidecar;

  /** A destination that is open. */
  private record Log(Optional<Path> path, OutputStream file, boolean console) {}

  private MemberLogs(Path folder, Console console, String prefix, Log app, Log sidecar) {
    this.folder = folder;
    this.console = console;
    this.prefix = prefix;
    this.app = app;
    this.sidecar = sidecar;
  }

  /**
   * Makes the files.
   *
   * @param app whose logs
   * @param console where what is not kept in files alone is shown
   * @param now becomes part of their names
   * @throws IOException if a file cannot be made; the message is for the person at the terminal
   */
  static MemberLogs open(RunFileApp app, Console console, LocalDateTime now) throws IOException {
    Path folder = app.directory().resolve(".dapr").resolve("logs");
    String suffix = "_" + TIME.format(now) + ".log";
    try {
      boolean alone = app.command().isEmpty();
      Log own =
          alone
              ? new Log(Optional.empty(), OutputStream.nullOutputStream(), false)
              : open(app.appLog(), folder, app.appId() + "_app" + suffix);
      Log sidecar = open(app.sidecarLog(), folder, app.appId() + "_daprd" + suffix);
      return new MemberLogs(folder, console, AppLines.prefix(app.appId()), own, sidecar);
    } catch (IOException e) {
      throw new IOException(
          "cannot write logs to "
              + folder
              + ": "
              + e.getMessage()
              + " (appLogDestination and daprdLogDestination may be console)",
          e);
    }
  }

  private static Log open(LogDestination destination, Path folder, String name) throws IOException {
    if (!destination.file()) {
      return new Log(Optional.empty(), OutputStream.nullOutputStream(), destination.console());
    }
    Path path = Files.createDirectories(folder).resolve(name);
    return new Log(
        Optional.of(path), new FileOutputStream(path.toFile(), true), destination.console());
  }

  Path folder() {
    return folder;
  }

  Optional<Path> appFile() {
    return app.path();
  }

  Optional<Path> sidecarFile() {
    return sidecar.path();
  }

  @Override
  public void line(String bytes) {
    if (app.console()) {
      AppLines.on(console, prefix).line(bytes);
    }
    write(app.file(), (prefix + bytes + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Says something about the application in its log. */
  void sayOfApp(String text) {
    say(app, text);
  }

  /** Says something about the sidecar in its log. */
  void sayOfSidecar(String text) {
    say(sidecar, text);
  }

  private void say(Log log, String text) {
    if (log.console()) {
      console.out(text);
    }
    write(log.file(), (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void write(OutputStream file, byte[] bytes) {
    try {
      file.write(bytes);
    } catch (IOException e) {
      // The disk is full, or the file closed behind the last line: no reason to end what runs.
      return;
    }
  }

  /** Takes whole lines of the sidecar's. */
  OutputStream sidecar() {
    return new OutputStream() {
      @Override
      public void write(int octet) {
        write(new byte[] {(byte) octet});
      }

      @Override
      public void write(byte[] line) {
        if (sidecar.console()) {
          console.out(line);
        }
        MemberLogs.write(sidecar.file(), line);
      }
    };
  }

  @Override
  public void close() {
    try (OutputStream first = app.file();
        OutputStream second = sidecar.file()) {
      first.flush();
      second.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
