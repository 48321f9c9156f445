package dev.mecha.kernel.resource;

import java.util.List;

/** The kinds of resource that the runtime knows: the one place to add another. */
public final class ResourceKinds {

  /** An engine behind a building block. */
  public static final ResourceKind<ComponentResource> COMPONENT =
      new ResourceKind<>(
          "dapr.io/v1alpha1", "Component", ComponentResource.class, ComponentResource::read);

  /** The runtime's configuration as a resource; the one in force is given by {@code --config}. */
  public static final ResourceKind<UntypedResource> CONFIGURATION = untyped("Configuration");

  /** Timeouts, retries and circuit breakers. */
  public static final ResourceKind<ResiliencyResource> RESILIENCY =
      new ResourceKind<>(
          "dapr.io/v1alpha1", "Resiliency", ResiliencyResource.class, ResiliencyResource::read);

  /** A service outside that can be invoked by name. */
  public static final ResourceKind<HttpEndpointResource> HTTP_ENDPOINT =
      new ResourceKind<>(
          "dapr.io/v1alpha1",
          "HTTPEndpoint",
          HttpEndpointResource.class,
          HttpEndpointResource::read);

  /** What the application listens to, with routes. */
  public static final ResourceKind<SubscriptionResource> SUBSCRIPTION =
      new ResourceKind<>(
          "dapr.io/v2alpha1",
          "Subscription",
          SubscriptionResource.class,
          SubscriptionResource::read);

  /** What the application listens to, in the form of one route. */
  public static final ResourceKind<SubscriptionResource> SUBSCRIPTION_V1 =
      new ResourceKind<>(
          "dapr.io/v1alpha1",
          "Subscription",
          SubscriptionResource.class,
          SubscriptionResource::readV1);

  private ResourceKinds() {}

  /**
   * @return all kinds
   */
  public static List<ResourceKind<?>> all() {
    return List.of(
        COMPONENT, CONFIGURATION, RESILIENCY, HTTP_ENDPOINT, SUBSCRIPTION, SUBSCRIPTION_V1);
  }

  private static ResourceKind<UntypedResource> untyped(String kind) {
    return new ResourceKind<>(
        "dapr.io/v1alpha1", kind, UntypedResource.class, UntypedResource::read);
  }
}
