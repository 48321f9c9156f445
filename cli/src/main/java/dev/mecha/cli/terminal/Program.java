package dev.mecha.cli.terminal;

/** The name that the command was started under, which decides in whose words it speaks. */
public enum Program {
  /** Mecha's own name. */
  MECHA("mecha"),
  /**
   * The peer's name: output is worded as the peer's is, so that scripts that read it go on working.
   */
  DAPR("dapr");

  /** The system property in which the start script leaves the name. */
  public static final String PROPERTY = "mecha.program";

  private final String command;

  Program(String command) {
    this.command = command;
  }

  /**
   * @return what the user types
   */
  public String command() {
    return command;
  }

  /**
   * @param name a program's name, as the start script gives it
   * @return the program; {@link #MECHA} for any other name
   */
  public static Program of(String name) {
    return name.equals(DAPR.command) ? DAPR : MECHA;
  }
}
