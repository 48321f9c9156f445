/**
 * What is configured by files: resources. A {@link dev.mecha.kernel.resource.ResourceLoader} finds
 * the documents of all {@linkplain dev.mecha.kernel.resource.ResourceKind kinds} in the resource
 * directories; a kind is one record and one reader, which sees a document as a {@link
 * dev.mecha.kernel.resource.ResourceNode} that knows its line. References to secrets and to the
 * environment are resolved later, by the {@link dev.mecha.kernel.resource.MetadataResolver}.
 */
@NullMarked
package dev.mecha.kernel.resource;

import org.jspecify.annotations.NullMarked;
