package dev.mecha.kernel.pipeline;

/**
 * A group of endpoints in the words of {@code api.allowed} and {@code api.denied}.
 *
 * @param name such as {@code state}
 * @param version such as {@code v1} or {@code v1alpha1}
 */
public record ApiGroup(String name, String version) {}
