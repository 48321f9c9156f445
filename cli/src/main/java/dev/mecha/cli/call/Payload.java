package dev.mecha.cli.call;

import dev.mecha.cli.command.Flags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What a call carries: a text on the command line, or a file. */
final class Payload {

  private Payload() {}

  static void addTo(CommandSpec spec) {
    spec.addOption(Flags.text("JSON", "What it carries.", "-d", "--data"));
    spec.addOption(Flags.text("FILE", "What it carries.", "-f", "--data-file"));
  }

  /**
   * @param command its name, for the error
   * @throws IOException if there are two, or the file cannot be read; the message is for the person
   *     at the terminal
   */
  static byte[] of(ParseResult parsed, String command) throws IOException {
    String data = Flags.text(parsed, "--data");
    String file = Flags.text(parsed, "--data-file");
    if (!data.isEmpty() && !file.isEmpty()) {
      throw new IOException(
          "Only one of --data and --data-file allowed in the same " + command + " command");
    }
    if (file.isEmpty()) {
      return data.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new IOException(unreadable(file, "open " + file + ": no such file or directory"), e);
    } catch (IOException e) {
      throw new IOException(unreadable(file, String.valueOf(e.getMessage())), e);
    }
  }

  private static String unreadable(String file, String reason) {
    return "Error reading payload from '" + file + "'. Error: " + reason;
  }
}
