package dev.mecha.component.aws;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.Owner;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What is in a bucket, as the JSON that the peer answers: every field of S3's own answer under its
 * own name.
 */
final class S3Listing {

  private S3Listing() {}

  /**
   * @param answer of S3
   * @return the document
   */
  static byte[] document(ListObjectsResponse answer) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put(
        "CommonPrefixes",
        answer.hasCommonPrefixes()
            ? answer.commonPrefixes().stream().map(S3Listing::prefix).toList()
            : null);
    fields.put(
        "Contents",
        answer.hasContents() ? answer.contents().stream().map(S3Listing::object).toList() : null);
    fields.put("Delimiter", answer.delimiter());
    fields.put("EncodingType", choice(answer.encodingTypeAsString()));
    fields.put("IsTruncated", answer.isTruncated());
    fields.put("Marker", answer.marker());
    fields.put("MaxKeys", answer.maxKeys());
    fields.put("Name", answer.name());
    fields.put("NextMarker", answer.nextMarker());
    fields.put("Prefix", answer.prefix());
    fields.put("RequestCharged", choice(answer.requestChargedAsString()));
    fields.put("ResultMetadata", Map.of());
    return Json.write(fields);
  }

  private static Map<String, @Nullable Object> prefix(CommonPrefix prefix) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("Prefix", prefix.prefix());
    return fields;
  }

  private static Map<String, @Nullable Object> object(S3Object object) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    List<String> checksums = object.checksumAlgorithmAsStrings();
    Instant modified = object.lastModified();
    Owner owner = object.owner();
    fields.put("ChecksumAlgorithm", object.hasChecksumAlgorithm() ? checksums : null);
    fields.put("ChecksumType", choice(object.checksumTypeAsString()));
    fields.put("ETag", object.eTag());
    fields.put("Key", object.key());
    fields.put("LastModified", modified == null ? null : modified.toString());
    fields.put("Owner", owner == null ? null : owner(owner));
    fields.put("RestoreStatus", object.restoreStatus() == null ? null : restore(object));
    fields.put("Size", object.size());
    fields.put("StorageClass", choice(object.storageClassAsString()));
    return fields;
  }

  private static Map<String, @Nullable Object> owner(Owner owner) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("DisplayName", owner.displayName());
    fields.put("ID", owner.id());
    return fields;
  }

  private static Map<String, @Nullable Object> restore(S3Object object) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    Instant expiry = object.restoreStatus().restoreExpiryDate();
    fields.put("IsRestoreInProgress", object.restoreStatus().isRestoreInProgress());
    fields.put("RestoreExpiryDate", expiry == null ? null : expiry.toString());
    return fields;
  }

  /** One of a list of words is empty, not null, where S3 says none. */
  private static String choice(@Nullable String word) {
    return word == null ? "" : word;
  }
}
