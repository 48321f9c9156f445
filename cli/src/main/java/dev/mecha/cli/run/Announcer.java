package dev.mecha.cli.run;

import java.util.List;

/**
 * What {@code run} tells the person at the terminal, in order. One implementation speaks in Mecha's
 * own words, one in exactly the peer's, which scripts and tutorials look for.
 */
interface Announcer {

  /** There is no application to start: the sidecar runs alone. */
  void noCommand();

  /**
   * A deprecated flag was given.
   *
   * @param flag its name without dashes
   * @param advice what to use in its place
   */
  void deprecated(String flag, String advice);

  /**
   * The sidecar is about to start.
   *
   * @param doors its name and where it can be reached
   */
  void starting(Doors doors);

  /**
   * The sidecar answers.
   *
   * @param doors its name and where it can be reached
   */
  void sidecarUp(Doors doors);

  /**
   * The application runs.
   *
   * @param pid its process
   * @param command its command line
   */
  void appStarted(long pid, List<String> command);

  /**
   * Everything runs.
   *
   * @param doors the sidecar's name and where it can be reached
   * @param withApp whether there is an application
   */
  void ready(Doors doors, boolean withApp);

  /**
   * The application ended by itself.
   *
   * @param status its exit status, above 128 if a signal ended it
   */
  void appExited(int status);

  /** Everything is being ended. */
  void stopping();

  /**
   * Everything has ended.
   *
   * @param withApp whether there was an application
   * @param appStatus the status with which the application ended by itself, or 0
   */
  void stopped(boolean withApp, int appStatus);

  /**
   * Something needs attention, but is not fatal.
   *
   * @param message one line
   */
  void warning(String message);

  /**
   * The sidecar is not there, or no longer.
   *
   * @param reason one line
   */
  void sidecarFailed(String reason);

  /**
   * It does not work.
   *
   * @param message one line
   */
  void failure(String message);
}
