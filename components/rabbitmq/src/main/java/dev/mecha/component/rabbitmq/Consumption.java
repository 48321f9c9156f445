package dev.mecha.component.rabbitmq;

/**
 * How a queue is consumed.
 *
 * @param queue its name
 * @param declaration makes the queue
 * @param autoAck whether a message is done with when it is sent
 * @param requeue whether a refused message comes again
 * @param prefetch how many messages may be under way; 0 for all
 * @param parallel whether more than one message is processed at once
 */
record Consumption(
    String queue,
    Declaration declaration,
    boolean autoAck,
    boolean requeue,
    int prefetch,
    boolean parallel) {}
