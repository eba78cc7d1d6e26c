// The dialects that a caller can speak.
namespace InworldRouter.Providers.Dialects;

/// <summary>Which of the router's doors a call came through: its body, its answer and its errors are all in this dialect.</summary>
public enum CallerDialect : byte
{
    /// <summary>OpenAI's chat completions.</summary>
    Chat,

    /// <summary>Anthropic's Messages.</summary>
    Messages,

    /// <summary>OpenAI's Responses.</summary>
    Responses,
}
