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

  /** Its number in a message. */
  int type();

  /** Writes what it says, without what all records have. */
  void writeTo(DnsWriter packet);

  /** An instance of a service. */
  record Pointer(String name, long ttl, String target) implements DnsRecord {

    @Override
    public int type() {
      return PTR;
    }

    @Override
    public void writeTo(DnsWriter packet) {
      packet.name(target);
    }
  }

  /** Where an instance is. */
  record Service(String name, long ttl, int port, String host) implements DnsRecord {

    private static final int NO_PRIORITY = 0;
    private static final int NO_WEIGHT = 0;

    @Override
    public int type() {
      return SRV;
    }

    @Override
    public void writeTo(DnsWriter packet) {
      packet.number(NO_PRIORITY);
      packet.number(NO_WEIGHT);
      packet.number(port);
      packet.name(host);
    }
  }

  /** What else is to be known about an instance. */
  record Text(String name, long ttl, List<String> texts) implements DnsRecord {

    @Override
    public int type() {
      return TXT;
    }

    @Override
    public void writeTo(DnsWriter packet) {
      texts.forEach(packet::text);
    }
  }

  /** An address of a host, of either version. */
  record Address(String name, long ttl, InetAddress address) implements DnsRecord {

    @Override
    public int type() {
      return address.getAddress().length == 4 ? A : AAAA;
    }

    @Override
    public void writeTo(DnsWriter packet) {
      packet.bytes(address.getAddress());
    }
  }
}
