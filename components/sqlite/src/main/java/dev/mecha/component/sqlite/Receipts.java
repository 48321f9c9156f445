package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes messages of a topic from the log, and writes down what became of them. */
final class Receipts {

  private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final int MOST_DOUBLINGS = 6;

  private final String topic;
  private final PubSubSettings settings;
  private final MessageLog log;
  private final Writer writer;
  private final Pump pump;

  Receipts(String topic, PubSubSettings settings, MessageLog log, Writer writer, Pump pump) {
    this.topic = topic;
    this.settings = settings;
    this.log = log;
    this.writer = writer;
    this.pump = pump;
  }

  String topic() {
    return topic;
  }

  List<Taken> take(int most) throws InterruptedException {
    return writer
        .<List<Taken>>submitRelaxed(
            session ->
                log.take(session, topic, settings.group(), most, settings.processingTimeout()))
        .await(settings.connection().timeout());
  }

  boolean expired(Taken taken) {
    return log.expired(taken);
  }

  /** The message is done with. */
  void acknowledge(Taken taken) {
    submit(session -> log.acknowledge(session, topic, settings.group(), taken.id()));
  }

  /** The message comes again, later each time. */
  void refuse(Taken taken) {
    refuse(taken, pause(taken.attempts()));
  }

  /** The message comes again at once, to whoever is there. */
  void giveBack(Taken taken) {
    refuse(taken, Duration.ZERO);
  }

  private void refuse(Taken taken, Duration pause) {
    long due = log.now() + pause.toMillis(); // from now, not from when it is written
    submit(session -> log.refuse(session, topic, settings.group(), taken.id(), due));
    pump.signalIn(pause);
  }

  private Duration pause(int attempts) {
    Duration pause =
        settings.redeliverInterval().multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
    boolean longest = pause.compareTo(LONGEST_PAUSE) > 0;
    return longest && settings.redeliverInterval().compareTo(LONGEST_PAUSE) < 0
        ? LONGEST_PAUSE
        : pause;
  }

  /** What a handler's end says to the log. */
  private interface Note {
    void write(Session session) throws SQLException;
  }

  /** Nobody waits for it: if it is lost the message comes again. */
  private void submit(Note note) {
    try {
      writer.submitRelaxed(
          session -> {
            note.write(session);
            return true;
          });
    } catch (ComponentException e) {
      LOG.debug("The broker was closed before a message of {} was done with", topic, e);
    }
  }
}
