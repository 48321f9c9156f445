package dev.mecha.transport.thread;

import io.netty.channel.EventLoop;

/**
 * Starts the virtual threads that carry requests. A task may block as it likes and ends when its
 * request is answered; what has to happen on the event loop afterwards is given along, so that no
 * hop between threads is needed for it.
 *
 * <p>A task must not wait for something that only its event loop can do while it is pinned (in
 * native code or in a class initialiser). What it starts itself, threads included, may be carried
 * by the same event loop: pools for work that burns CPU or pins are made by a platform thread at
 * start-up.
 */
public interface RequestThreads {

  /**
   * Starts a virtual thread.
   *
   * @param loop the event loop of the connection
   * @param task what it does; what it throws is logged
   * @param done runs on the event loop once the task has ended, however it ended; dropped if the
   *     event loop is gone
   * @return the thread, to be interrupted when the request is cancelled; it may have ended already
   */
  Thread start(EventLoop loop, Runnable task, Runnable done);

  /**
   * Lets something happen on an event loop itself, soon, in the order in which it is asked for. If
   * the caller is carried by that event loop, it happens when all its virtual threads that can go
   * on have gone on: what they want to write goes out together, and nothing needs to be woken.
   *
   * @param loop the event loop
   * @param task what it does, not for long; dropped if the event loop is gone
   */
  void later(EventLoop loop, Runnable task);

  /**
   * Tells how tasks are carried.
   *
   * @return whether tasks run on the event loop itself
   */
  boolean carriedByLoop();

  /**
   * Chooses the better of the two ways that this JVM allows.
   *
   * @return threads on the event loop, or on the JDK's scheduler, which is logged
   */
  static RequestThreads best() {
    return VirtualThreadDoor.isOpen() ? new EventLoopThreads() : DefaultThreads.asFallback();
  }
}
