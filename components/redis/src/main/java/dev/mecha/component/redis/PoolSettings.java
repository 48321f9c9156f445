package dev.mecha.component.redis;

import java.time.Duration;

/**
 * The connections that writes with strong consistency borrow.
 *
 * @param size how many at most
 * @param borrowTimeout how long a call waits for one while all are lent
 * @param minIdle how many stay open without use
 * @param idleTimeout how long the others stay open without use; zero for as long as the server lets
 *     them
 * @param idleCheck how often idle ones are looked at; zero for only when one is borrowed
 */
record PoolSettings(
    int size, Duration borrowTimeout, int minIdle, Duration idleTimeout, Duration idleCheck) {}
