package dev.mecha.spi.conversation;

import java.util.List;

/** One turn of a conversation. */
public sealed interface Message {

  /**
   * @return what is said, in pieces; unmodifiable
   */
  List<String> texts();

  /** Who speaks, besides the model and its tools. */
  enum Speaker {
    /** Who runs the application: sets the rules. */
    SYSTEM,
    /** Who wrote the application. */
    DEVELOPER,
    /** Who uses it. */
    USER
  }

  /**
   * Words of a human or of the application.
   *
   * @param speaker whose they are
   * @param texts what is said
   */
  record Said(Speaker speaker, List<String> texts) implements Message {

    /** Takes a copy of the texts. */
    public Said {
      texts = List.copyOf(texts);
    }
  }

  /**
   * What the model answered earlier.
   *
   * @param texts what it said; empty if it only called tools
   * @param toolCalls what it asked for; unmodifiable
   */
  record Answered(List<String> texts, List<ToolCall> toolCalls) implements Message {

    /** Takes copies of the lists. */
    public Answered {
      texts = List.copyOf(texts);
      toolCalls = List.copyOf(toolCalls);
    }
  }

  /**
   * What a tool answered.
   *
   * @param toolId which call it answers; empty if the call had no id
   * @param name of the tool
   * @param texts what it returned
   */
  record ToolResult(String toolId, String name, List<String> texts) implements Message {

    /** Takes a copy of the texts. */
    public ToolResult {
      texts = List.copyOf(texts);
    }
  }
}
