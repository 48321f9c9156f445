package dev.mecha.kernel.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A CEL expression that is true or false. Its variables are of any type, as in the peer, so that
 * whether types fit shows when it is evaluated. Thread-safe.
 */
public final class Condition {

  private static final CelOptions OPTIONS =
      CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

  private final String text;
  private final CelRuntime.Program program;

  private Condition(String text, CelRuntime.Program program) {
    this.text = text;
    this.program = program;
  }

  /**
   * @param text an expression
   * @param variables the names that it may use
   * @return the expression, ready to be evaluated
   * @throws InvalidExpressionException if it is none, uses other names, or is not true or false
   */
  public static Condition compile(String text, Collection<String> variables)
      throws InvalidExpressionException {
    CelCompilerBuilder compiler =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    variables.forEach(variable -> compiler.addVar(variable, SimpleType.DYN));
    try {
      CelAbstractSyntaxTree tree = compiler.build().compile(text).getAst();
      CelType type = tree.getResultType();
      if (!List.of(SimpleType.BOOL, SimpleType.DYN).contains(type)) {
        throw new InvalidExpressionException(text, "a condition, is of type " + type.name());
      }
      CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();
      return new Condition(text, runtime.createProgram(tree));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new InvalidExpressionException(text, "a CEL expression: " + e.getMessage());
    }
  }

  /**
   * @param values of all variables
   * @return whether it holds
   * @throws InvalidExpressionException if the values do not fit it: a text is compared to a number
   */
  public boolean holds(Map<String, ?> values) throws InvalidExpressionException {
    try {
      if (program.eval(values) instanceof Boolean holds) {
        return holds;
      }
      throw new InvalidExpressionException(text, "a condition");
    } catch (CelEvaluationException e) {
      throw new InvalidExpressionException(text, "one that fits its values: " + e.getMessage());
    }
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
