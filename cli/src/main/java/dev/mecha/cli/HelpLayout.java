package dev.mecha.cli;

import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The help as picocli lays it out, except that a switch is shown without the value that it may but
 * need not have.
 */
final class HelpLayout extends Help {

  HelpLayout(CommandSpec spec, ColorScheme colours) {
    super(spec, colours);
  }

  @Override
  public IParamLabelRenderer parameterLabelRenderer() {
    return new SwitchesBare(super.parameterLabelRenderer());
  }

  private record SwitchesBare(IParamLabelRenderer others) implements IParamLabelRenderer {

    @Override
    public Ansi.Text renderParameterLabel(ArgSpec argument, Ansi ansi, List<Ansi.IStyle> styles) {
      return argument.type() == boolean.class
          ? Ansi.OFF.new Text("")
          : others.renderParameterLabel(argument, ansi, styles);
    }

    @Override
    public String separator() {
      return others.separator();
    }
  }
}
