package dev.mecha.kernel.observe;

import dev.mecha.kernel.text.QuotedText;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A compiled {@link LabelRule}.
 *
 * @param pattern what to look for
 * @param replacement with the peer's references to groups, which name more with less than Java's
 */
record LabelRewriter(Pattern pattern, String replacement) {

  /** A group in a replacement: {@code $$}, or a name as long as it gets, or a name in braces. */
  private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\$|(\\w+)|\\{(\\w+)\\})");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");

  static LabelRewriter of(LabelRule rule) {
    try {
      // The one construct of RE2 that Java spells differently.
      return new LabelRewriter(
          Pattern.compile(rule.pattern().replace("(?P<", "(?<")), rule.replacement());
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "failed to compile regex for rule %s/%s: %s (expected: a regular expression): %s"
              .formatted(
                  rule.metric(), rule.label(), QuotedText.of(rule.pattern()), e.getDescription()),
          e);
    }
  }

  static String applyAll(List<LabelRewriter> rewriters, String value) {
    String rewritten = value;
    for (LabelRewriter rewriter : rewriters) {
      rewritten = rewriter.apply(rewritten);
    }
    return rewritten;
  }

  private String apply(String value) {
    Matcher matcher = pattern.matcher(value);
    return matcher.find() ? matcher.replaceAll(m -> Matcher.quoteReplacement(expand(m))) : value;
  }

  private String expand(MatchResult match) {
    return REFERENCE
        .matcher(replacement)
        .replaceAll(reference -> Matcher.quoteReplacement(resolve(reference, match)));
  }

  /** What a reference stands for; a group that does not exist or took no part is empty. */
  private static String resolve(MatchResult reference, MatchResult match) {
    String name = reference.group(1) != null ? reference.group(1) : reference.group(2);
    if (name == null) {
      return "$";
    }
    String group = null;
    if (NUMBER.matcher(name).matches()) {
      int number = Integer.parseInt(name);
      group = number <= match.groupCount() ? match.group(number) : null;
    } else if (match.namedGroups().containsKey(name)) {
      group = match.group(name);
    }
    return group == null ? "" : group;
  }
}
