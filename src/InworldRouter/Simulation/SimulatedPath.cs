// What is asked for, by method and path: the last segments say which dialect is spoken, what comes before them is anyone's base URL.
using InworldRouter.Simulation.Dialects;

namespace InworldRouter.Simulation;

internal enum SimulatedWork : byte
{
    Unknown,
    Greet,
    Answer,
    CountTokens,
    ListModels,
    GiveToken,
}

/// <param name="Dialect">Null where none is spoken.</param>
/// <param name="Model">Where the path names it.</param>
/// <param name="Streams">Where the path says it.</param>
internal readonly record struct SimulatedPath(SimulatedWork Work, SimulatedDialect? Dialect = null, string? Model = null, bool? Streams = null)
{
    public const string Known =
        "POST …/chat/completions, …/responses, …/images/generations, …/images/edits, …/messages, …/messages/count_tokens, …/models/MODEL:generateContent, :streamGenerateContent, :countTokens, …/publishers/anthropic/models/MODEL:rawPredict, :streamRawPredict, …/token, and GET …/models";

    private static readonly SimulatedOpenAI OpenAI = new();
    private static readonly SimulatedResponses Responses = new();
    private static readonly SimulatedImages Images = new(edits: false);
    private static readonly SimulatedImages ImageEdits = new(edits: true);
    private static readonly SimulatedAnthropic Anthropic = new();
    private static readonly SimulatedGemini Gemini = new();

    /// <summary>How errors are worded where nobody knows the dialect.</summary>
    public static SimulatedDialect Usual => OpenAI;

    public static SimulatedPath Of(string method, ReadOnlySpan<char> path)
    {
        path = path.TrimEnd('/');
        if (path.IsEmpty)
            return new(SimulatedWork.Greet);
        if (HttpMethods.IsGet(method))
            return new(path.EndsWith("/models") ? SimulatedWork.ListModels : SimulatedWork.Unknown);
        if (!HttpMethods.IsPost(method))
            return default;
        if (path.EndsWith("/chat/completions"))
            return new(SimulatedWork.Answer, OpenAI);
        if (path.EndsWith("/responses"))
            return new(SimulatedWork.Answer, Responses);
        if (path.EndsWith("/images/generations"))
            return new(SimulatedWork.Answer, Images);
        if (path.EndsWith("/images/edits"))
            return new(SimulatedWork.Answer, ImageEdits);
        if (path.EndsWith("/messages"))
            return new(SimulatedWork.Answer, Anthropic);
        if (path.EndsWith("/messages/count_tokens"))
            return new(SimulatedWork.CountTokens, Anthropic);
        return path.EndsWith("/token") ? new(SimulatedWork.GiveToken) : OfModel(path);
    }

    // …/models/MODEL:action (providers.md B.8, C.1)
    private static SimulatedPath OfModel(ReadOnlySpan<char> path)
    {
        var last = path[(path.LastIndexOf('/') + 1)..];
        var colon = last.LastIndexOf(':');
        if (colon < 0 || !path[..^last.Length].EndsWith("/models/"))
            return default;
        var model = last[..colon].ToString();
        return last[(colon + 1)..] switch
        {
            "generateContent" => new(SimulatedWork.Answer, Gemini, model, false),
            "streamGenerateContent" => new(SimulatedWork.Answer, Gemini, model, true),
            "countTokens" => new(SimulatedWork.CountTokens, Gemini, model),
            // "count: …/models/count-tokens:rawPredict": the model stands in the body.
            "rawPredict" when model == "count-tokens" => new(SimulatedWork.CountTokens, Anthropic),
            "rawPredict" => new(SimulatedWork.Answer, Anthropic, model, false),
            "streamRawPredict" => new(SimulatedWork.Answer, Anthropic, model, true),
            _ => default,
        };
    }
}
