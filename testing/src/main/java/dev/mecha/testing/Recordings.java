package dev.mecha.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * What an application did through its sidecar, in the order in which it was done. What failed is
 * not among it; what a {@linkplain Fault fault} lets get lost is, since the application did it. The
 * last {@value #MOST} of each are kept. Thread-safe.
 */
public final class Recordings {

  private static final int MOST = 10_000;

  private final List<PublishedEvent> published = new ArrayList<>();
  private final List<SavedState> saved = new ArrayList<>();
  private final List<Invocation> invoked = new ArrayList<>();
  private final List<Invocation> received = new ArrayList<>();

  /** Nothing was done yet. */
  public Recordings() {}

  /**
   * @return the events that the application published
   */
  public synchronized List<PublishedEvent> published() {
    return List.copyOf(published);
  }

  /**
   * @param pubsub the component
   * @param topic the topic
   * @return the events that were published there
   */
  public List<PublishedEvent> published(String pubsub, String topic) {
    return published().stream()
        .filter(event -> event.pubsub().equals(pubsub) && event.topic().equals(topic))
        .toList();
  }

  /**
   * @return the values that the application wrote and deleted, transactions among them
   */
  public synchronized List<SavedState> saved() {
    return List.copyOf(saved);
  }

  /**
   * @param store the component
   * @param key as the application named it
   * @return what was written there
   */
  public List<SavedState> saved(String store, String key) {
    return saved().stream()
        .filter(state -> state.store().equals(store) && state.key().equals(key))
        .toList();
  }

  /**
   * @return the calls of other applications and of output bindings
   */
  public synchronized List<Invocation> invoked() {
    return List.copyOf(invoked);
  }

  /**
   * @param target an application or an output binding
   * @return the calls of it
   */
  public List<Invocation> invoked(String target) {
    return invoked().stream().filter(call -> call.target().equals(target)).toList();
  }

  /**
   * @return what reached the application: calls of others, events, what the sidecar asks it
   */
  public synchronized List<Invocation> received() {
    return List.copyOf(received);
  }

  /** Forgets everything. */
  public synchronized void clear() {
    published.clear();
    saved.clear();
    invoked.clear();
    received.clear();
  }

  synchronized void published(PublishedEvent event) {
    add(published, event);
  }

  synchronized void saved(SavedState state) {
    add(saved, state);
  }

  synchronized void invoked(Invocation call) {
    add(invoked, call);
  }

  synchronized void received(Invocation call) {
    add(received, call);
  }

  private static <T> void add(List<T> list, T item) {
    if (list.size() == MOST) {
      list.removeFirst();
    }
    list.add(item);
  }
}
