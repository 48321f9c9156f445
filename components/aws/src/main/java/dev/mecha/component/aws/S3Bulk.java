package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.component.support.Handlers;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.binding.BindingResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Many objects at once. Each has a result of its own, in the order of the request: one that fails
 * does not stop the others.
 */
final class S3Bulk {

  private static final int AT_ONCE = 10;

  /** What S3 removes with one call. */
  private static final int BATCH = 1000;

  private final AwsConnection connection;
  private final S3Client s3;
  private final S3Addresses addresses;

  /**
   * @param connection makes the calls
   * @param s3 the client to make them with
   * @param addresses where objects are
   */
  S3Bulk(AwsConnection connection, S3Client s3, S3Addresses addresses) {
    this.connection = connection;
    this.s3 = s3;
    this.addresses = addresses;
  }

  /** What becomes of one object. */
  private static final class Result {

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    Result(String key) {
      fields.put("key", key);
    }

    /** Empty values are left out. */
    void put(String name, @Nullable String value) {
      if (value != null && !value.isEmpty()) {
        fields.put(name, value);
      }
    }

    void fail(Exception e) {
      put("error", e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  /** One object. */
  @FunctionalInterface
  private interface Task {
    void run(Document item, String key, Result result) throws IOException, InterruptedException;
  }

  /**
   * Reads objects, into files where an item names one.
   *
   * @param now what holds for this request
   * @param data {@code {"items": [{"key": …, "filePath": …}], "concurrency": …}}
   * @return one result for each item
   * @throws ComponentException if the request is wrong
   * @throws InterruptedException if the calling thread is interrupted
   */
  BindingResponse get(S3Settings now, byte[] data) throws InterruptedException {
    return each(
        "bulkGet",
        data,
        (item, key, result) -> {
          String file = item.text("filePath");
          connection.call(
              "error downloading S3 object",
              () -> {
                read(now, key, file == null ? null : S3Binding.path(file), result);
                return key;
              });
        });
  }

  private void read(S3Settings now, String key, @Nullable Path file, Result result) {
    try (InputStream content = s3.getObject(object -> object.bucket(now.bucket()).key(key))) {
      if (file == null) {
        result.put("data", text(content, now.encodeBase64()));
      } else {
        S3Content.save(content, file, now.encodeBase64());
      }
    } catch (NoSuchKeyException e) {
      throw new ComponentException("object not found", e);
    } catch (IOException e) {
      throw new ComponentException(key + ": " + e, e);
    }
  }

  private static String text(InputStream content, boolean base64) throws IOException {
    byte[] bytes = content.readAllBytes();
    return base64 ? Base64.getEncoder().encodeToString(bytes) : new String(bytes, UTF_8);
  }

  /**
   * Writes objects, from files where an item names one.
   *
   * @param now what holds for this request
   * @param data {@code {"items": [{"key": …, "data": …, "contentType": …, "filePath": …}],
   *     "concurrency": …}}
   * @return one result for each item
   * @throws ComponentException if the request is wrong
   * @throws InterruptedException if the calling thread is interrupted
   */
  BindingResponse create(S3Settings now, byte[] data) throws InterruptedException {
    return each(
        "bulkCreate",
        data,
        (item, key, result) -> {
          RequestBody content = content(item, now.decodeBase64());
          PutObjectRequest put =
              PutObjectRequest.builder()
                  .bucket(now.bucket())
                  .key(key)
                  .contentType(item.text("contentType"))
                  .build();
          connection.call("uploading failed", () -> s3.putObject(put, content));
          result.put("location", addresses.plain(now.bucket(), key));
        });
  }

  private static RequestBody content(Document item, boolean base64) {
    String file = item.text("filePath");
    if (file != null) {
      return S3Content.of(S3Binding.path(file), base64);
    }
    String data = item.text("data");
    if (data == null) {
      throw new ComponentException("either data or filePath is required");
    }
    return S3Content.of(data.getBytes(UTF_8), base64);
  }

  private BindingResponse each(String operation, byte[] data, Task task)
      throws InterruptedException {
    Document wanted =
        Document.of(data, "s3 binding error: invalid %s payload".formatted(operation));
    List<?> items = wanted.list("items");
    if (items.isEmpty()) {
      throw new ComponentException(
          "s3 binding error: %s requires at least one item".formatted(operation));
    }
    var results = new ArrayList<Result>();
    try (var handlers = new Handlers("s3-" + operation, concurrency(wanted))) {
      for (Object one : items) {
        Document item = new Document(one instanceof Map<?, ?> fields ? fields : Map.of());
        String key = item.text("key");
        var result = new Result(key == null ? "" : key);
        results.add(result);
        if (key == null || key.isEmpty()) {
          result.put("error", "key is required");
        } else {
          handlers.start(() -> run(task, item, key, result));
        }
      }
    }
    if (Thread.interrupted()) {
      throw new InterruptedException(operation);
    }
    return BindingResponse.of(Json.write(results.stream().map(result -> result.fields).toList()));
  }

  private static void run(Task task, Document item, String key, Result result) {
    try {
      task.run(item, key, result);
    } catch (IOException | ComponentException e) {
      result.fail(e);
    } catch (InterruptedException e) {
      result.put("error", "interrupted");
    }
  }

  private static int concurrency(Document wanted) {
    Integer given = wanted.integer("concurrency");
    if (given != null && given <= 0) {
      throw new ComponentException(
          "s3 binding error: concurrency must be greater than 0, got " + given);
    }
    return given == null ? AT_ONCE : given;
  }

  /**
   * Removes objects, up to a thousand with one call.
   *
   * @param now what holds for this request
   * @param data {@code {"keys": […]}}
   * @return one result for each key
   * @throws ComponentException if the request is wrong
   * @throws InterruptedException if the calling thread is interrupted
   */
  BindingResponse delete(S3Settings now, byte[] data) throws InterruptedException {
    List<String> keys =
        Document.of(data, "s3 binding error: invalid bulkDelete payload").list("keys").stream()
            .map(key -> key instanceof String text ? text : "")
            .toList();
    if (keys.isEmpty()) {
      throw new ComponentException("s3 binding error: bulkDelete requires at least one key");
    }
    var errors = new LinkedHashMap<String, String>();
    List<String> wanted =
        new ArrayList<>(new LinkedHashSet<>(keys.stream().filter(key -> !key.isBlank()).toList()));
    for (int start = 0; start < wanted.size(); start += BATCH) {
      List<String> batch = wanted.subList(start, Math.min(start + BATCH, wanted.size()));
      try {
        errors.putAll(remove(now.bucket(), batch));
      } catch (ComponentException e) {
        batch.forEach(key -> errors.put(key, String.valueOf(e.getMessage())));
      }
    }
    return BindingResponse.of(
        Json.write(keys.stream().map(key -> removed(key, errors.get(key)).fields).toList()));
  }

  private Map<String, String> remove(String bucket, List<String> keys) throws InterruptedException {
    List<ObjectIdentifier> objects =
        keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    DeleteObjectsResponse answer =
        connection.call(
            "delete operation failed",
            () ->
                s3.deleteObjects(
                    request ->
                        request.bucket(bucket).delete(all -> all.objects(objects).quiet(false))));
    var errors = new LinkedHashMap<String, String>();
    answer
        .errors()
        .forEach(
            error ->
                errors.put(
                    error.key(), error.message() == null ? "unknown error" : error.message()));
    return errors;
  }

  private static Result removed(String key, @Nullable String error) {
    var result = new Result(key);
    result.put("error", key.isBlank() ? "key is required" : error);
    return result;
  }
}
