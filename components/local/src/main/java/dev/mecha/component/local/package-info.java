/**
 * Secrets that are already on the machine: variables of the {@linkplain
 * dev.mecha.component.local.EnvironmentSecretStore environment} and a {@linkplain
 * dev.mecha.component.local.FileSecretStore JSON file}. Both are read once and answer from memory.
 */
@NullMarked
package dev.mecha.component.local;

import org.jspecify.annotations.NullMarked;
