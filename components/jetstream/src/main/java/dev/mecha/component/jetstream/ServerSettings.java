package dev.mecha.component.jetstream;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;

/**
 * How to reach a server. No secret is in its text form.
 *
 * @param address of the server, or several between commas
 * @param access by what the server lets the sidecar in
 * @param name of the connection
 * @param domain of JetStream; empty for none
 * @param apiPrefix of its subjects; empty for the usual one
 */
record ServerSettings(String address, Access access, String name, String domain, String apiPrefix) {

  /**
   * @param metadata of the component
   * @param name of the connection unless the metadata says another
   * @return the settings
   * @throws InvalidMetadataException if a field is missing or wrong
   */
  static ServerSettings of(ComponentMetadata metadata, String name) {
    return new ServerSettings(
        metadata.property("natsURL").required(),
        Access.of(metadata),
        metadata.property("name").text(name),
        metadata.property("domain").text(""),
        metadata.property("apiPrefix").text(""));
  }
}
