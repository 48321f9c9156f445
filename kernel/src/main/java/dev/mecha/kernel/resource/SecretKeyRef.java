package dev.mecha.kernel.resource;

/**
 * Names a value in a secret store.
 *
 * @param name of the secret
 * @param key of the value in the secret; the secret's name if the resource gives none
 */
public record SecretKeyRef(String name, String key) {}
