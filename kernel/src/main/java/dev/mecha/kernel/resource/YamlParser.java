package dev.mecha.kernel.resource;

import dev.mecha.kernel.resource.YamlValue.Scalar;
import dev.mecha.kernel.resource.YamlValue.ScalarKind;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Parses one YAML document; JSON is YAML. No object is ever made from a tag: the parser stops at
 * the syntax tree, and takes that over within bounds, so that a hostile document costs no more than
 * its size.
 */
final class YamlParser {

  /** The most characters of a document. A cluster's API server takes no more than 1.5 MB. */
  static final int MAX_SIZE = 8 << 20;

  private static final int MAX_DEPTH = 100;
  private static final int MAX_COLLECTION_ALIASES = 50;

  private YamlParser() {}

  /**
   * @param text one document
   * @param start the file, and the line of the document's first character
   * @return the tree; a {@link ScalarKind#NULL} if the document is empty
   * @throws InvalidResourceException if the text is not YAML, or is too large or too deep
   */
  static YamlValue parse(String text, Origin start) {
    try {
      var composer =
          new Composer(
              new ParserImpl(new StreamReader(text), options()), new ScalarRules(), options());
      if (!composer.checkNode()) {
        return new Scalar(ScalarKind.NULL, "", start);
      }
      Node root = composer.getNode();
      return new NodeConverter(start, text.length()).convert(root);
    } catch (MarkedYAMLException e) {
      throw new InvalidResourceException(
          start.atLine(line(start, e.getProblemMark())), "not YAML: " + describe(start, e));
    } catch (YAMLException e) {
      throw new InvalidResourceException(start, "not YAML: " + firstLine(e.getMessage()));
    } catch (IndexOutOfBoundsException
        | IllegalStateException
        | IllegalArgumentException
        | ClassCastException
        | NullPointerException
        | StackOverflowError e) {
      // The library's own slips on malformed text; the caller is told what it is told of any other
      // malformed text.
      throw new InvalidResourceException(start, "not YAML (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** Without the excerpt of the file that the library adds: it may hold a secret. */
  private static String describe(Origin start, MarkedYAMLException e) {
    String problem = firstLine(e.getProblem());
    return e.getContext() == null
        ? problem
        : firstLine(e.getContext())
            + (" (line " + line(start, e.getContextMark()) + "), ")
            + problem;
  }

  private static int line(Origin start, @Nullable Mark mark) {
    return start.line() + (mark == null ? 0 : mark.getLine());
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "malformed" : text.lines().findFirst().orElse("malformed");
  }

  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setCodePointLimit(MAX_SIZE);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_COLLECTION_ALIASES);
    options.setProcessComments(false);
    return options;
  }
}
