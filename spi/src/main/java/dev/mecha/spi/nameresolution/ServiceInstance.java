package dev.mecha.spi.nameresolution;

/**
 * One running sidecar, as others are to find it.
 *
 * @param appId the application beside which it runs; never empty
 * @param namespace the runtime's namespace; empty if none is set
 * @param host the address at which other machines reach this one: a name, or an IP address without
 *     brackets
 * @param httpPort of the HTTP API; 0 if there is none
 * @param appPort of the application; 0 if it serves nothing
 * @param internalPort at which the sidecar serves other sidecars, greater than 0
 */
public record ServiceInstance(
    String appId, String namespace, String host, int httpPort, int appPort, int internalPort) {

  /**
   * @return where other sidecars connect to, such as {@code 10.0.0.7:50002} or {@code
   *     [fd00::7]:50002}
   */
  public String address() {
    return address(host, internalPort);
  }

  /**
   * Joins a host and a port.
   *
   * @param host a name, or an IP address without brackets
   * @param port from 1 to 65535
   * @return the address as {@link NameResolver#resolve} returns it
   */
  public static String address(String host, int port) {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
