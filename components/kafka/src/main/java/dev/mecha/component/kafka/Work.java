package dev.mecha.component.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hands records of one partition to the application. */
@FunctionalInterface
interface Work {

  /**
   * Hands them over once.
   *
   * @param records of one partition, in their order; never empty
   * @return those that are not done with
   * @throws Exception if none is done with
   */
  List<ConsumerRecord<byte[], byte[]>> perform(List<ConsumerRecord<byte[], byte[]>> records)
      throws Exception;
}
