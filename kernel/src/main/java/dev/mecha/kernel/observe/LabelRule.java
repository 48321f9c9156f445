package dev.mecha.kernel.observe;

/**
 * One regular expression of {@code metric.rules}: what the pattern matches in a label's value is
 * replaced.
 *
 * @param metric the metric's name as it is exposed, such as {@code dapr_http_server_request_count}
 * @param label the label's name, such as {@code path}
 * @param pattern a regular expression in the syntax of RE2
 * @param replacement may refer to groups as {@code $1}, {@code ${1}} or {@code ${name}}
 */
public record LabelRule(String metric, String label, String pattern, String replacement) {}
