// What stays the same in everything that the caller gets of one answer.
namespace InworldRouter.Providers.Dialects;

/// <summary>The answer's name plate, constant over all chunks of a stream (C12), and what the caller asked to see.</summary>
public readonly record struct AnswerIdentity
{
    /// <summary>The dialect to answer in.</summary>
    public CallerDialect Caller { get; init; }

    /// <summary><c>chatcmpl-…</c>, in ASCII without quotes.</summary>
    public ReadOnlyMemory<byte> Id { get; init; }

    /// <summary>Unix seconds.</summary>
    public long Created { get; init; }

    /// <summary><c>provider/model</c>, or the name that was asked for where the dialect's clients expect it back (C44), as a JSON string, quotes included.</summary>
    public ReadOnlyMemory<byte> ModelJson { get; init; }

    /// <summary>What the answer repeats of its request, where the dialect's does: ready members with commas between them (<see cref="Responses.ResponsesEcho"/>).</summary>
    public ReadOnlyMemory<byte> Echo { get; init; }

    /// <summary>The <c>previous_response_id</c> that the router has resolved, as a JSON string: its provider has heard nothing of it. Empty without one.</summary>
    public ReadOnlyMemory<byte> PreviousId { get; init; }

    /// <summary><c>stream_options.include_usage</c> was asked for.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>Tokens of the prompt as far as the router can tell: for an answer whose provider does not count (api.md 4, "usage (always …)").</summary>
    public long PromptEstimate { get; init; }

    /// <summary><c>reasoning.exclude</c>: no reasoning text.</summary>
    public bool ExcludeReasoning { get; init; }

    /// <summary>The answer is the argument of a call to <see cref="Answers.SchemaTool"/>, which the caller did not ask for.</summary>
    public bool IsSchemaInTool { get; init; }

    /// <summary>Tools that the provider was told of under other names: the caller gets its own back. Null where there are none.</summary>
    public ToolNames? ToolNames { get; init; }
}
