package dev.mecha.kernel.resource.configuration;

import dev.mecha.kernel.resource.ResourceNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many workflows and activities run at once, and how long finished ones are kept. A limit of 0
 * or less is none.
 *
 * @param maxWorkflows at this runtime
 * @param maxActivities at this runtime
 * @param globalMaxWorkflows at all replicas together
 * @param globalMaxActivities at all replicas together
 * @param workflowLimits at all replicas together, by the workflow's name
 * @param activityLimits at all replicas together, by the activity's name
 * @param retention how long the state of finished workflows is kept
 */
public record Workflow(
    int maxWorkflows,
    int maxActivities,
    int globalMaxWorkflows,
    int globalMaxActivities,
    List<NamedLimit> workflowLimits,
    List<NamedLimit> activityLimits,
    Retention retention) {

  /**
   * The limit of one name.
   *
   * @param name of a workflow or an activity
   * @param maxConcurrent how many may run at once
   */
  public record NamedLimit(String name, int maxConcurrent) {

    private static NamedLimit read(ResourceNode node) {
      return new NamedLimit(node.field("name").text(""), node.field("maxConcurrent").integer(0));
    }
  }

  /**
   * How long the state of a finished workflow is kept. The time for one outcome comes before that
   * for any; null means that the state is kept for ever.
   *
   * @param anyTerminal whatever the outcome
   * @param completed it ended well
   * @param failed it failed
   * @param terminated it was stopped
   */
  public record Retention(
      @Nullable Duration anyTerminal,
      @Nullable Duration completed,
      @Nullable Duration failed,
      @Nullable Duration terminated) {

    private static Retention read(ResourceNode node) {
      return new Retention(
          node.field("anyTerminal").duration(),
          node.field("completed").duration(),
          node.field("failed").duration(),
          node.field("terminated").duration());
    }
  }

  static Workflow read(ResourceNode node) {
    return new Workflow(
        node.field("maxConcurrentWorkflowInvocations").integer(0),
        node.field("maxConcurrentActivityInvocations").integer(0),
        node.field("globalMaxConcurrentWorkflowInvocations").integer(0),
        node.field("globalMaxConcurrentActivityInvocations").integer(0),
        node.field("workflowConcurrencyLimits").items(NamedLimit::read),
        node.field("activityConcurrencyLimits").items(NamedLimit::read),
        Retention.read(node.field("stateRetentionPolicy")));
  }
}
