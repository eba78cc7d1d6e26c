// The name plate that all tests give to their answers.
using System.Text;
using InworldRouter.Providers.Dialects;

namespace InworldRouter.Providers.Tests;

internal static class Identity
{
    public const string Id = "chatcmpl-0198c5a07d2f7c3e";
    public const long Created = 1763596800;
    public const string Model = "vendor/model";
    public const string Metadata = """{"generation_id":"0198c5a0"}""";

    public static AnswerIdentity Of(bool includeUsage = false, bool excludeReasoning = false, bool isSchemaInTool = false, CallerDialect caller = CallerDialect.Chat) => new()
    {
        Caller = caller,
        Id = Encoding.ASCII.GetBytes(Id),
        Created = Created,
        ModelJson = Encoding.ASCII.GetBytes($"\"{Model}\""),
        IncludeUsage = includeUsage,
        ExcludeReasoning = excludeReasoning,
        PromptEstimate = 7,
        IsSchemaInTool = isSchemaInTool,
    };
}
