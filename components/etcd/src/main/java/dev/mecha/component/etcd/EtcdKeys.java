package dev.mecha.component.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/**
 * Names as the servers know them: behind a path, in base64.
 *
 * @param path stands before every name; may be empty
 */
record EtcdKeys(String path) {

  /**
   * @param name of a key
   * @return the key that a message holds
   */
  String of(String name) {
    return Json.base64(path + name);
  }

  /**
   * @param prefix with which names begin; not empty if the path is
   * @return the key with which the range of all such keys ends, which is not of them
   */
  String endOf(String prefix) {
    byte[] end = (path + prefix).getBytes(UTF_8);
    end[end.length - 1]++; // no text in UTF-8 ends with the greatest byte
    return Json.base64(end);
  }

  /**
   * @param found a key and what is kept with it, as a server tells it
   * @return the name
   */
  String name(Map<?, ?> found) {
    return new String(Json.bytes(found, "key"), UTF_8).substring(path.length());
  }
}
