package dev.mecha.component.conversation;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.conversation.Conversation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The types that speak the Chat Completions API; they differ in where it is and in its models. */
public final class ChatServices {

  private ChatServices() {}

  /** One of them. */
  abstract static class Provider extends ModelProvider {

    Provider(String name, String endpoint, String model, String modelVariable, String key) {
      super(name, new ModelSettings.Defaults(endpoint, model, modelVariable, key));
    }

    @Override
    Conversation connect(ComponentContext context, ModelSettings settings) {
      return new ChatModel(
          settings,
          new JsonService(
              settings.endpoint() + "/chat/completions",
              Map.of("Authorization", "Bearer " + settings.key()),
              settings.key()));
    }
  }

  /** Makes models of the type {@code conversation.openai}, at OpenAI or in Azure. */
  public static final class OpenAi extends Provider {

    private static final ModelSettings.Defaults AZURE =
        new ModelSettings.Defaults("", "gpt-4.1-nano", "AZURE_OPENAI_MODEL", "");

    /** For the service loader. */
    public OpenAi() {
      super("openai", "https://api.openai.com/v1", "gpt-5-nano", "OPENAI_MODEL", "");
    }

    private static boolean isAzure(ComponentContext context) {
      return context
          .metadata()
          .property("apiType")
          .choice("open_ai", "open_ai", "azure")
          .equals("azure");
    }

    @Override
    ModelSettings.Defaults defaults(ComponentContext context) {
      return isAzure(context) ? AZURE : super.defaults(context);
    }

    @Override
    Conversation connect(ComponentContext context, ModelSettings settings) {
      if (!isAzure(context)) {
        return super.connect(context, settings);
      }
      String version = context.metadata().property("apiVersion").text("");
      if (settings.endpoint().isEmpty() || version.isEmpty()) {
        throw new InvalidMetadataException(
            "endpoint and apiVersion must be provided when apiType is set to 'azure'");
      }
      String path =
          "/openai/deployments/%s/chat/completions?api-version=%s"
              .formatted(encoded(settings.model()), encoded(version));
      return new ChatModel(
          settings,
          new JsonService(
              settings.endpoint() + path, Map.of("api-key", settings.key()), settings.key()));
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }

  /** Makes models of the type {@code conversation.deepseek}. */
  public static final class DeepSeek extends Provider {
    /** For the service loader. */
    public DeepSeek() {
      super("deepseek", "https://api.deepseek.com", "deepseek-chat", "", "");
    }
  }

  /** Makes models of the type {@code conversation.mistral}. */
  public static final class Mistral extends Provider {
    /** For the service loader. */
    public Mistral() {
      super("mistral", "https://api.mistral.ai/v1", "open-mistral-7b", "MISTRAL_MODEL", "");
    }
  }

  /** Makes models of the type {@code conversation.huggingface}. */
  public static final class HuggingFace extends Provider {
    /** For the service loader. */
    public HuggingFace() {
      super(
          "huggingface",
          "https://router.huggingface.co/hf-inference/models/{{model}}/v1",
          "deepseek-ai/DeepSeek-R1-Distill-Qwen-32B",
          "HUGGINGFACE_MODEL",
          "");
    }
  }

  /** Makes models of the type {@code conversation.ollama}; the server looks at no key. */
  public static final class Ollama extends Provider {
    /** For the service loader. */
    public Ollama() {
      super("ollama", "http://localhost:11434/v1", "llama3.2:latest", "OLLAMA_MODEL", "ollama");
    }
  }
}
