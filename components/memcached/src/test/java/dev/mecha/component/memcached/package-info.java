/** Tests of the component against real servers. */
@org.jspecify.annotations.NullMarked
package dev.mecha.component.memcached;
