package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.BulkMessageHandler;
import dev.mecha.spi.pubsub.BulkOptions;
import dev.mecha.spi.pubsub.BulkPublishRequest;
import dev.mecha.spi.pubsub.FailedEntry;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Carries messages between the processes of one machine through an SQLite file: the embedded
 * durable broker. A message that was published is on the disk; those that are published at the same
 * time share one synchronisation of it. Who consumes is told by a datagram. A message that was
 * taken by a process that ended comes to another member of the group, or to the same one when it is
 * back.
 */
public final class SqlitePubSub implements PubSub {

  private final PubSubSettings settings;
  private final Writer writer;
  private final MessageLog log;
  private final Doorbell doorbell;
  private final Pump pump;
  private volatile boolean closed;

  /** Makes brokers of the type {@code pubsub.sqlite}. */
  public static final class Provider implements ComponentProvider<PubSub> {

    @Override
    public Class<PubSub> kind() {
      return PubSub.class;
    }

    @Override
    public List<String> types() {
      return List.of("pubsub.sqlite");
    }

    @Override
    public PubSub create(ComponentContext context) throws InterruptedException {
      return new SqlitePubSub(context);
    }
  }

  /**
   * Opens the file and makes its tables if they are not there.
   *
   * @param context the metadata, the clock and the home
   * @throws dev.mecha.spi.InvalidMetadataException if a field is wrong
   * @throws ComponentException if the database cannot be opened
   * @throws InterruptedException if the calling thread is interrupted meanwhile
   */
  public SqlitePubSub(ComponentContext context) throws InterruptedException {
    this.settings = PubSubSettings.of(context);
    var database =
        new Database(settings.connection(), context.home(), context.clock(), MessageTables::ensure);
    this.log = new MessageLog(UUID.randomUUID().toString(), context.clock());
    this.writer = new Writer(database, context.name());
    boolean open = false;
    try {
      writer.submitRelaxed(Session::ping).await(settings.connection().timeout());
      open = true;
    } finally {
      if (!open) {
        writer.close();
      }
    }
    this.doorbell = new Doorbell(this::ring);
    this.pump =
        new Pump(
            context.name(),
            settings,
            log,
            new LogCleanup(settings, context.clock()),
            writer,
            context.clock(),
            doorbell.port());
  }

  private void ring() {
    if (!closed) {
      pump.ring();
    }
  }

  @Override
  public Set<PubSubFeature> features() {
    return Set.of(
        PubSubFeature.MESSAGE_TTL, PubSubFeature.BULK_PUBLISH, PubSubFeature.BULK_SUBSCRIBE);
  }

  /** The native code runs on threads of this component's own. */
  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() throws InterruptedException {
    requireOpen();
    writer.submitRelaxed(Session::ping).await(settings.connection().timeout());
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    requireOpen();
    tell(
        session -> {
          log.publish(session, request);
          return log.listeners(session, Pump.ALIVE);
        });
  }

  /** All or none. */
  @Override
  public List<FailedEntry> bulkPublish(BulkPublishRequest request) throws InterruptedException {
    requireOpen();
    if (request.entries().isEmpty()) {
      return List.of();
    }
    try {
      tell(
          session -> {
            log.publish(session, request);
            return log.listeners(session, Pump.ALIVE);
          });
      return List.of();
    } catch (ComponentException e) {
      return request.entries().stream()
          .map(entry -> new FailedEntry(entry.entryId(), String.valueOf(e.getMessage())))
          .toList();
    }
  }

  /** Publishes, and wakes those who may want to know. */
  private void tell(Work<List<Integer>> publishing) throws InterruptedException {
    List<Integer> listeners = writer.submit(publishing).await(settings.connection().timeout());
    pump.ring();
    doorbell.ring(listeners);
  }

  @Override
  public Subscription subscribe(SubscribeRequest request, MessageHandler handler)
      throws InterruptedException {
    Receipts receipts = join(request.topic());
    return begin(new Consumer(handler, settings.concurrency(), receipts, pump));
  }

  @Override
  public Subscription bulkSubscribe(
      SubscribeRequest request, BulkOptions options, BulkMessageHandler handler)
      throws InterruptedException {
    return begin(new BulkConsumer(handler, options, join(request.topic()), pump));
  }

  /** From now on messages are kept for this group. */
  private Receipts join(String topic) throws InterruptedException {
    requireOpen();
    writer
        .<Boolean>submit(
            session -> {
              log.join(session, topic, settings.group());
              log.listen(session, doorbell.port());
              return true;
            })
        .await(settings.connection().timeout());
    return new Receipts(topic, settings, log, writer, pump);
  }

  private Subscription begin(Intake intake) {
    pump.add(intake);
    return intake;
  }

  private void requireOpen() {
    if (closed) {
      throw new ComponentException("the broker is closed");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    pump.consumers().forEach(Intake::close);
    pump.close();
    doorbell.close();
    try {
      writer.submitRelaxed(
          session -> {
            log.stopListening(session, doorbell.port());
            return true;
          });
    } finally {
      writer.close();
    }
  }
}
