package dev.mecha.cli.run;

/** What happens while several applications run. */
sealed interface FleetEvent {

  /** Sidecar and application have been started. */
  record Started(FleetMember member) implements FleetEvent {}

  /** Sidecar and application can be called. */
  record Ready(FleetMember member) implements FleetEvent {}

  /** The time in which it should have got ready is over. */
  record Late(FleetMember member) implements FleetEvent {}

  /** It cannot be started. */
  record Failed(FleetMember member, String reason) implements FleetEvent {}

  /** The application has ended by itself. */
  record AppExited(FleetMember member, int status) implements FleetEvent {}

  /** The sidecar was told to stop. */
  record SidecarStopped(FleetMember member) implements FleetEvent {}

  /** Application and sidecar have been ended. */
  record Ended(FleetMember member) implements FleetEvent {}

  /** The user has had enough. */
  record Interrupted() implements FleetEvent {}
}
