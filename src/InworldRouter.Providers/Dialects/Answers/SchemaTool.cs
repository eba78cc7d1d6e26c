// The tool that a model is made to call when it has no other way to answer in a schema.
namespace InworldRouter.Providers.Dialects.Answers;

/// <summary>"structured output: where a model has none, a forced tool whose arguments become the content".</summary>
public static class SchemaTool
{
    public static ReadOnlySpan<byte> Name => "structured_output"u8;

    public static ReadOnlySpan<byte> Description => "Gives the answer. Call it exactly once, with the whole answer as its arguments."u8;
}
