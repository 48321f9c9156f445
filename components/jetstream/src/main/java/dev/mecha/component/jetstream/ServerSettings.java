package dev.mecha.component.jetstream;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.util.regex.Pattern;

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

  /** Who signs in, as an address may have it before the host. */
  private static final Pattern USER = Pattern.compile("://[^/@,\\s]*@");

  /**
   * @param text that may have addresses in it
   * @return the same without those who sign in, and their passwords
   */
  static String withoutUsers(String text) {
    return USER.matcher(text).replaceAll("://");
  }

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

  @Override
  public String toString() {
    return "jetstream at " + withoutUsers(address);
  }
}
