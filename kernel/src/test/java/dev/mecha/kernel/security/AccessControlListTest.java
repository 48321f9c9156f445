package dev.mecha.kernel.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.observe.AccessControlMetrics.Policy;
import dev.mecha.kernel.resource.configuration.AccessControl;
import dev.mecha.kernel.resource.configuration.AccessControl.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may call what. */
class AccessControlListTest {

  private static final Caller SHOP = new Caller("shop", "default", "public");

  private static AccessControl rules(String global, String own, Operation... operations) {
    return new AccessControl(
        global,
        "public",
        List.of(new AccessControl.Policy("shop", own, "public", "default", List.of(operations))));
  }

  private static Operation operation(String name, String action, String... verbs) {
    return new Operation(name, List.of(verbs), action);
  }

  @Test
  void letsEverybodyInIfNothingIsSaid() {
    var list = new AccessControlList(new AccessControl("", "public", List.of()), true);
    assertThat(list.decide(null, "x", "GET").allowed()).isTrue();
  }

  @Test
  void letsNobodyInButThoseThatPoliciesLetIn() {
    var list = new AccessControlList(rules("", "allow"), true);
    assertThat(list.decide(SHOP, "x", "GET"))
        .isEqualTo(new AccessControlList.Decision(true, Policy.APP));
    assertThat(list.decide(null, "x", "GET"))
        .isEqualTo(new AccessControlList.Decision(false, Policy.GLOBAL));
    assertThat(list.decide(new Caller("shop", "other", "public"), "x", "GET").allowed()).isFalse();
    assertThat(list.decide(new Caller("shop", "default", "evil"), "x", "GET").allowed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/orders,       orders,        GET,    true",
    "/orders,       orders/1,      GET,    true",
    "/orders,       ORDERS,        GET,    true",
    "/orders,       orders,        POST,   false",
    "/orders,       order,         GET,    false",
    "/orders/*,     orders/1,      GET,    true",
    "/orders/*,     orders/1/2,    GET,    false",
    "/orders/*,     orders,        GET,    true",
    "/orders/**,    orders/1/2/3,  GET,    true",
    "/orders/**,    other/1,       GET,    false",
    "/or*s/list,    oranges/list,  GET,    true",
    "/or*s/list,    orange/list,   GET,    false",
    "orders,        orders,        GET,    true",
    "/orders,       orders,        NONE,   false",
  })
  void matchesOperations(String name, String called, String verb, boolean allowed) {
    var list = new AccessControlList(rules("deny", "deny", operation(name, "allow", "GET")), true);
    assertThat(list.decide(SHOP, called, verb).allowed()).isEqualTo(allowed);
  }

  @Test
  void takesTheVerbItselfBeforeAnyVerb() {
    var list =
        new AccessControlList(
            rules(
                "deny",
                "deny",
                operation("/a", "allow", "*"),
                operation("/b", "allow", "GET"),
                operation("/c", "deny", "*")),
            true);
    assertThat(list.decide(SHOP, "a", "DELETE").allowed()).isTrue();
    assertThat(list.decide(SHOP, "b", "DELETE").allowed()).isFalse();
    assertThat(list.decide(SHOP, "c", "GET").allowed()).isFalse();
  }

  @Test
  void knowsNoVerbsAndHeedsCaseWhereTheApplicationSpeaksGrpc() {
    var list = new AccessControlList(rules("deny", "", operation("/Shop/Buy", "allow")), false);
    assertThat(list.decide(SHOP, "/Shop/Buy", "NONE").allowed()).isTrue();
    assertThat(list.decide(SHOP, "/shop/buy", "NONE").allowed()).isFalse();
  }

  @Test
  void refusesPoliciesThatNameNobody() {
    var policy = new AccessControl.Policy("shop", "", "", "", List.of());
    assertThatThrownBy(
            () -> new AccessControlList(new AccessControl("", "public", List.of(policy)), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("missing trustdomain for apps: [shop]")
        .hasMessageContaining("missing namespace for apps: [shop]");
  }
}
