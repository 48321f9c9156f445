package dev.mecha.component.support.sql;

import java.time.Duration;

/**
 * How many connections are kept, and for how long.
 *
 * @param maximum the most connections, at least 1
 * @param minimumIdle how many are kept open without work, from 0 to {@code maximum}
 * @param idleTime how long a connection without work stays open
 * @param lifetime how long any connection stays open
 */
public record PoolSettings(int maximum, int minimumIdle, Duration idleTime, Duration lifetime) {}
