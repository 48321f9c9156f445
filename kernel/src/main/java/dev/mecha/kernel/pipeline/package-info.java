/**
 * The data path: a request is an {@link dev.mecha.kernel.pipeline.Exchange}, every concern that all
 * requests share is a {@link dev.mecha.kernel.pipeline.Filter}, and a building block brings the
 * {@linkplain dev.mecha.kernel.pipeline.HttpRoute routes} and {@linkplain
 * dev.mecha.kernel.pipeline.GrpcMethod methods} at the end of the path. Here blocks and transports
 * meet; they never see each other.
 */
@NullMarked
package dev.mecha.kernel.pipeline;

import org.jspecify.annotations.NullMarked;
