// A route's condition: a program, and where each of its variables is found.
using InworldRouter.Cel;

namespace InworldRouter.Plan;

/// <param name="Program">Gives a bool, or an error.</param>
/// <param name="Variables">By the program's slots.</param>
public sealed record ConditionPlan(CelProgram Program, ConditionVariable[] Variables);

/// <summary>What a condition can ask for (api.md 5).</summary>
public enum ConditionSource : byte
{
    /// <summary>A key of the request's metadata.</summary>
    MetadataKey,
    Metadata,
    Messages,
    User,
    Model,
    Headers,
    Request,
    Now,
}

/// <param name="Name">UTF-8; of a metadata key.</param>
public readonly record struct ConditionVariable(ConditionSource Source, byte[] Name)
{
    public static ConditionVariable Of(string name) => new(SourceOf(name), System.Text.Encoding.UTF8.GetBytes(name));

    /// <summary>"metadata keys that equal messages, metadata, user, model, headers, request or now are shadowed by the request's own" (api.md 10).</summary>
    public static ConditionSource SourceOf(string name) => name switch
    {
        "metadata" => ConditionSource.Metadata,
        "messages" => ConditionSource.Messages,
        "user" => ConditionSource.User,
        "model" => ConditionSource.Model,
        "headers" => ConditionSource.Headers,
        "request" => ConditionSource.Request,
        "now" => ConditionSource.Now,
        _ => ConditionSource.MetadataKey,
    };

    /// <summary>Whether a metadata key of this name, UTF-8, cannot be seen as a variable.</summary>
    public static bool IsReserved(ReadOnlySpan<byte> key) =>
        key.SequenceEqual("metadata"u8) || key.SequenceEqual("messages"u8) || key.SequenceEqual("user"u8) || key.SequenceEqual("model"u8)
        || key.SequenceEqual("headers"u8) || key.SequenceEqual("request"u8) || key.SequenceEqual("now"u8);
}
