package dev.mecha.component.mdns;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceInstance;
import dev.mecha.spi.nameresolution.ServiceNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the sidecars of the local network by multicast DNS, and answers them. */
public final class MdnsNameResolver implements NameResolver {

  private static final Logger LOG = LoggerFactory.getLogger(MdnsNameResolver.class);

  /** How long the peer waits for a first answer; packets may be lost, so it is asked anew. */
  private static final Duration ROUND = Duration.ofMillis(250);

  private static final int ROUNDS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Neighbours neighbours = new Neighbours(System::nanoTime);
  private final AtomicReference<@Nullable Announcement> own = new AtomicReference<>();
  private final Speaker speaker;
  private final Thread speaking;
  private volatile boolean closed;

  /** Makes resolvers of the type {@code nameresolution.mdns}. */
  public static final class Provider implements ComponentProvider<NameResolver> {

    @Override
    public Class<NameResolver> kind() {
      return NameResolver.class;
    }

    @Override
    public List<String> types() {
      return List.of("nameresolution.mdns");
    }

    @Override
    public NameResolver create(ComponentContext context) {
      return new MdnsNameResolver();
    }
  }

  /**
   * Joins the network.
   *
   * @throws ComponentException if the port of multicast DNS cannot be shared
   */
  public MdnsNameResolver() {
    MulticastLink link;
    try {
      link = new MulticastLink();
    } catch (IOException e) {
      throw new ComponentException(
          "mdns: UDP port " + MulticastLink.PORT + ": " + e.getMessage(), e);
    }
    this.speaker = new Speaker(link, neighbours);
    this.speaking = start("mdns-speaker", speaker);
    start("mdns-responder", new Responder(link, neighbours, own));
  }

  private static Thread start(String name, Runnable task) {
    return Thread.ofPlatform()
        .daemon()
        .inheritInheritableThreadLocals(false)
        .name(name)
        .start(task);
  }

  @Override
  public void ping() {
    requireOpen();
  }

  @Override
  public void register(ServiceInstance instance) {
    requireOpen();
    var announcement =
        new Announcement(
            require("name", instance.appId()),
            instanceName(instance.internalPort()),
            address(require("address", instance.host())),
            requirePort(instance.internalPort()));
    try {
      speaker.say(packet(announcement, Announcement.TTL_SECONDS));
    } catch (IllegalArgumentException e) {
      throw new ComponentException("mdns: cannot announce " + e.getMessage(), e);
    }
    own.set(announcement);
    LOG.info("local service entry announced: {} -> {}", instance.appId(), instance.address());
  }

  private static ByteBuffer packet(Announcement announcement, long ttl) {
    return DnsWriter.write(DnsMessage.answer(0, announcement.records(ttl)));
  }

  /** Unique in the network: the machine, the process, and the sidecar in the process. */
  private static String instanceName(int port) {
    String host = System.getenv("HOSTNAME");
    String machine = host == null || host.isEmpty() ? "mecha" : host.replaceAll("[^\\w-]", "-");
    String name = machine.substring(0, Math.min(machine.length(), 40));
    return name + "-" + ProcessHandle.current().pid() + "-" + port;
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new ComponentException("mdns: \"" + host + "\" (expected: an address)", e);
    }
  }

  private static String require(String what, String value) {
    if (value.isEmpty()) {
      throw new ComponentException(what + " is missing");
    }
    return value;
  }

  private static int requirePort(int port) {
    if (port <= 0) {
      throw new ComponentException("port is missing or invalid");
    }
    return port;
  }

  @Override
  public List<String> resolve(ResolveRequest request) throws InterruptedException {
    requireOpen();
    List<String> known = neighbours.await(request.appId(), Duration.ZERO);
    for (int round = 0; known.isEmpty() && round < ROUNDS; round++) {
      speaker.say(question(request));
      known = neighbours.await(request.appId(), ROUND);
      requireOpen();
    }
    if (known.isEmpty()) {
      throw notFound(request);
    }
    return known;
  }

  private static ByteBuffer question(ResolveRequest request) {
    try {
      return Speaker.question(request.appId());
    } catch (IllegalArgumentException e) {
      throw notFound(request); // nobody can have such a name
    }
  }

  private static ServiceNotFoundException notFound(ResolveRequest request) {
    return new ServiceNotFoundException("couldn't find service: " + request.appId());
  }

  private void requireOpen() {
    if (closed) {
      throw new ComponentException("the name resolver is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    neighbours.close();
    Announcement announcement = own.getAndSet(null);
    if (announcement != null) {
      speaker.say(packet(announcement, 0));
    }
    speaker.end();
    try {
      if (!speaking.join(PATIENCE)) {
        LOG.warn("mDNS has not ended within {}ms", PATIENCE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the goodbye is on its way all the same
    }
  }
}
