package dev.mecha.component.mdns;

import java.net.InetAddress;
import java.util.List;

/** The resource records that service discovery uses. Names end with a dot. */
sealed interface DnsRecord {

  int A = 1;
  int PTR = 12;
  int TXT = 16;
  int AAAA = 28;
  int SRV = 33;
  int ANY = 255;

  /** Of what it speaks. */
  String name();

  /** How long it may be trusted, in seconds; 0 takes it back. */
  long ttl();

  /** An instance of a service. */
  record Pointer(String name, long ttl, String target) implements DnsRecord {}

  /** Where an instance is. */
  record Service(String name, long ttl, int port, String host) implements DnsRecord {}

  /** What else is to be known about an instance. */
  record Text(String name, long ttl, List<String> texts) implements DnsRecord {}

  /** An address of a host, of either version. */
  record Address(String name, long ttl, InetAddress address) implements DnsRecord {}
}
