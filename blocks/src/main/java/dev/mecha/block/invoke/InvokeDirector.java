package dev.mecha.block.invoke;

import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.channel.PeerChannel;
import dev.mecha.kernel.channel.ProxyDirector;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.kernel.resilience.Guard;
import io.grpc.Metadata;
import io.grpc.Status.Code;

/** Sends calls of any gRPC service to the application that their metadata names. */
final class InvokeDirector implements ProxyDirector {

  private static final Metadata.Key<String> APP_ID = key(CallAddress.APP_ID_HEADER);
  private static final Metadata.Key<String> CALLEE = key(Identity.CALLEE);
  private static final Metadata.Key<String> CALLER = key(Identity.CALLER);
  private static final Metadata.Key<String> TOKEN = key("dapr-api-token");

  private final AppIdentity self;
  private final InvokeService service;
  private final OtherSidecars others;
  private final LocalApp localApp;

  InvokeDirector(AppIdentity self, InvokeService service, OtherSidecars others, LocalApp localApp) {
    this.self = self;
    this.service = service;
    this.others = others;
    this.localApp = localApp;
  }

  @Override
  public Destination direct(String method, Metadata metadata) {
    String name = name(metadata);
    Target target = target(name);
    if (target instanceof Target.App app) {
      metadata.discardAll(APP_ID);
      metadata.discardAll(CALLER);
      metadata.discardAll(CALLEE);
      metadata.put(CALLER, self.appId());
      metadata.put(CALLEE, app.name());
      return new Destination.Sidecar(source(app), service.guard(name, app, "/" + method));
    }
    if (target instanceof Target.Outside) {
      throw new UnreachableException(
          Code.UNKNOWN, "failed to proxy request: " + name + " speaks HTTP only");
    }
    localApp.checkProxied(null, method);
    metadata.removeAll(TOKEN);
    return new Destination.App(Guard.NONE);
  }

  private static String name(Metadata metadata) {
    String name = metadata.get(CALLEE);
    if (name == null) {
      name = metadata.get(APP_ID);
    }
    if (name == null) {
      throw new UnreachableException(
          Code.UNKNOWN,
          "failed to proxy request: required metadata dapr-callee-app-id or dapr-app-id not found");
    }
    return name;
  }

  private Target target(String name) {
    try {
      return service.target(name);
    } catch (CallFailedException e) {
      throw new UnreachableException(e.code(), String.valueOf(e.getMessage()), e);
    }
  }

  private PeerSource source(Target.App app) {
    return new PeerSource() {
      @Override
      public PeerChannel.Peer find() throws InterruptedException {
        return InvokeDirector.this.find(app);
      }

      @Override
      public void unreachable(PeerChannel.Peer peer) {
        others.giveUp(peer);
      }
    };
  }

  private PeerChannel.Peer find(Target.App app) throws InterruptedException {
    try {
      return others.find(app);
    } catch (CallFailedException e) {
      throw new UnreachableException(e.code(), String.valueOf(e.getMessage()), e);
    }
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
