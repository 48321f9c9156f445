package dev.mecha.component.conversation;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.conversation.Conversation;
import java.util.List;

/** What the makers of models have in common. */
abstract class ModelProvider implements ComponentProvider<Conversation> {

  private final String type;
  private final ModelSettings.Defaults defaults;

  /**
   * @param name of the type, behind {@code conversation.}
   * @param defaults of its metadata
   */
  ModelProvider(String name, ModelSettings.Defaults defaults) {
    this.type = "conversation." + name;
    this.defaults = defaults;
  }

  @Override
  public Class<Conversation> kind() {
    return Conversation.class;
  }

  @Override
  public List<String> types() {
    return List.of(type);
  }

  @Override
  public Conversation create(ComponentContext context) {
    var settings = ModelSettings.of(context.metadata(), defaults(context), System::getenv);
    return CachedModel.of(connect(context, settings), settings.cacheTtl(), context.clock());
  }

  /** Where the API is and what it offers when the metadata does not say otherwise. */
  ModelSettings.Defaults defaults(ComponentContext context) {
    return defaults;
  }

  /** Makes the model itself. */
  abstract Conversation connect(ComponentContext context, ModelSettings settings);
}
