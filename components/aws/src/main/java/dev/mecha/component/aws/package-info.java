/**
 * Services of Amazon's cloud: {@link dev.mecha.component.aws.AwsConnection} knows how to reach and
 * how to call them, so that a component holds what its service does and nothing else.
 */
@NullMarked
package dev.mecha.component.aws;

import org.jspecify.annotations.NullMarked;
