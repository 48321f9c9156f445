package dev.mecha.kernel.security;

/**
 * Who calls, as its certificate proves.
 *
 * @param appId the application
 * @param namespace of the application
 * @param trustDomain of the authority that vouches for it
 */
public record Caller(String appId, String namespace, String trustDomain) {

  /**
   * @return the SPIFFE ID, such as {@code spiffe://public/ns/default/orders}
   */
  @Override
  public String toString() {
    return "spiffe://" + trustDomain + "/ns/" + namespace + "/" + appId;
  }
}
