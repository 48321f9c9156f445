package dev.mecha.component.redis;

/** How the servers belong together. */
enum Topology {
  /** One server, or an address that always leads to the one that takes writes. */
  NODE,
  /** Servers that share the keys by hash slot. */
  CLUSTER,
  /** One server takes writes, and Sentinels know which. */
  SENTINEL
}
