package dev.mecha.block.lock;

/**
 * What an application asks of a lock store.
 *
 * @param store the component's name
 * @param resource what is locked
 * @param owner who wants the lock, or has it
 * @param expirySeconds how long it is kept; means nothing when it is given back
 */
record LockRequest(String store, String resource, String owner, int expirySeconds) {}
