package dev.mecha.runtime;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The address at which others reach this machine. */
final class HostAddress {

  /** Sets the address whatever the machine says. */
  static final String VARIABLE = "DAPR_HOST_IP";

  /** Reserved for documentation: packets are routed there, and none is sent. */
  private static final List<String> ANYWHERE = List.of("192.0.2.1", "2001:db8::1");

  private static final int ANY_PORT = 80;

  private HostAddress() {}

  /**
   * Finds the address as the peer does: what the environment says, else where packets leave this
   * machine, else an address of an interface, an IPv4 one first.
   *
   * @param environment the variables
   * @return an IP address without brackets, or what the environment says; 127.0.0.1 if the machine
   *     has no network
   */
  static String find(Map<String, String> environment) {
    String given = environment.getOrDefault(VARIABLE, "");
    if (!given.isEmpty()) {
      return given;
    }
    for (String far : ANYWHERE) {
      String local = leavingTo(far);
      if (local != null) {
        return local;
      }
    }
    return ofInterfaces();
  }

  private static @Nullable String leavingTo(String far) {
    try (var socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(far), ANY_PORT));
      InetAddress local = socket.getLocalAddress();
      return local == null || local.isAnyLocalAddress() ? null : text(local);
    } catch (IOException | RuntimeException e) {
      return null; // no route there
    }
  }

  private static String ofInterfaces() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .min(Comparator.comparing(address -> !(address instanceof Inet4Address)))
          .map(HostAddress::text)
          .orElse("127.0.0.1");
    } catch (IOException e) {
      return "127.0.0.1";
    }
  }

  /** Without the interface's name, which means nothing to others. */
  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}
