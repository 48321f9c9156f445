package dev.mecha.component.mdns;

import dev.mecha.component.mdns.DnsMessage.Question;
import java.net.InetAddress;
import java.util.List;

/**
 * What one instance tells the network about itself.
 *
 * @param appId the application
 * @param instance its name among the instances of the application: one label
 * @param address of the sidecar
 * @param port for other sidecars
 */
record Announcement(String appId, String instance, InetAddress address, int port) {

  /** As long as the peer's announcements may be trusted. */
  static final long TTL_SECONDS = 3200;

  /**
   * @param appId an application
   * @return the service type under which its instances are found
   */
  static String serviceName(String appId) {
    return appId + ".local.";
  }

  /** The host is the instance's alone: two on a machine may have different addresses. */
  private String host() {
    return instance + ".local.";
  }

  private String fullName() {
    return instance + "." + serviceName(appId);
  }

  boolean answers(Question question) {
    return question.asksFor(DnsRecord.PTR, serviceName(appId))
        || question.asksFor(DnsRecord.SRV, fullName())
        || question.asksFor(DnsRecord.TXT, fullName())
        || question.asksFor(DnsRecord.A, host())
        || question.asksFor(DnsRecord.AAAA, host());
  }

  /** Everything at once, so that one packet is enough for the asker. */
  List<DnsRecord> records(long ttl) {
    return List.of(
        new DnsRecord.Pointer(serviceName(appId), ttl, fullName()),
        new DnsRecord.Service(fullName(), ttl, port, host()),
        new DnsRecord.Text(fullName(), ttl, List.of(appId)),
        new DnsRecord.Address(host(), ttl, address));
  }
}
