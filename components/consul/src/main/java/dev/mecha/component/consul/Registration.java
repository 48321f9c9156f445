package dev.mecha.component.consul;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.nameresolution.ServiceInstance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the agent is told about this instance.
 *
 * @param id of the instance
 * @param name of the service
 * @param body as the agent takes it
 */
record Registration(String id, String name, Map<String, Object> body) {

  /**
   * @param settings what the user wants
   * @param own this instance
   * @return the registration, with the port for other sidecars in its meta
   */
  static Registration of(ConsulSettings settings, ServiceInstance own) {
    Map<String, Object> body =
        Json.asObject(settings.advanced() == null ? usual(settings, own) : settings.advanced());
    var meta = new LinkedHashMap<String, Object>(Json.object(body, "Meta"));
    meta.put(settings.portKey(), String.valueOf(own.internalPort()));
    body.put("Meta", meta);
    String name = Json.text(body, "Name");
    String id = Json.text(body, "ID");
    return new Registration(id.isEmpty() ? name : id, name, body);
  }

  private static Map<String, Object> usual(ConsulSettings settings, ServiceInstance own) {
    require("APP_ID", !own.appId().isEmpty());
    require("APP_PORT", own.appPort() > 0);
    require("HOST_ADDRESS", !own.host().isEmpty());
    require("DAPR_HTTP_PORT", own.httpPort() > 0);
    String id = own.appId() + "-" + own.host() + "-" + own.httpPort();
    var body = new LinkedHashMap<String, Object>();
    body.put("ID", id);
    body.put("Name", own.appId());
    body.put("Address", own.host());
    body.put("Port", own.appPort());
    body.put("Tags", settings.tags());
    body.put("Meta", settings.meta());
    body.put("Checks", settings.checks().isEmpty() ? List.of(health(id, own)) : settings.checks());
    return body;
  }

  private static Map<String, Object> health(String id, ServiceInstance own) {
    return Map.of(
        "Name",
        "Dapr Health Status",
        "CheckID",
        "daprHealth:" + id,
        "Interval",
        "15s",
        "HTTP",
        "http://%s/v1.0/healthz?appid=%s"
            .formatted(ServiceInstance.address(own.host(), own.httpPort()), own.appId()));
  }

  private static void require(String name, boolean present) {
    if (!present) {
      throw new ComponentException("metadata property missing: " + name);
    }
  }
}
