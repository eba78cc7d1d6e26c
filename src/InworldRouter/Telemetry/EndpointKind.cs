// The endpoints as metrics tell them apart.
namespace InworldRouter.Telemetry;

public enum EndpointKind : byte
{
    ChatCompletions,
    Messages,
    CountTokens,
    Responses,
    Models,
    Moderations,
    Routers,

    /// <summary>Paths that there are none of: however many, one label.</summary>
    Other,
}

public static class EndpointWords
{
    public const int Count = (int)EndpointKind.Other + 1;

    public static string Of(EndpointKind kind) => kind switch
    {
        EndpointKind.ChatCompletions => "chat_completions",
        EndpointKind.Messages => "messages",
        EndpointKind.CountTokens => "count_tokens",
        EndpointKind.Responses => "responses",
        EndpointKind.Models => "models",
        EndpointKind.Moderations => "moderations",
        EndpointKind.Routers => "routers",
        EndpointKind.Other => "other",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
