// Writes a caller's request through a provider, as an attempt does, and reads what would be sent.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests;

internal static class Requests
{
    /// <summary>The bytes that would be sent.</summary>
    /// <param name="model">The upstream's name of the model; its facts come from the built-in catalog when it is there.</param>
    public static string Write(Provider provider, string body, string model = "up-model", bool? stream = null, ModelFacts? facts = null, Concessions concessions = Concessions.None)
    {
        var written = Send(provider, body, model, stream, facts, concessions);
        Assert.Null(written.Refusal);
        return written.Body;
    }

    /// <summary>All that the attempt would learn.</summary>
    public static WrittenRequest Send(Provider provider, string body, string model, bool? stream = null, ModelFacts? facts = null, Concessions concessions = Concessions.None, CloudAccount? account = null, Action<FetchedFiles, string>? fetch = null,
        CallerDialect caller = CallerDialect.Chat, string headers = "")
    {
        var files = fetch is null ? null : new FetchedFiles();
        fetch?.Invoke(files!, body);
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(ChatRequestFields.TryScan(bytes, out var fields, out var fault), fault.ToString());
        using var request = new UpstreamRequest();
        using var output = new PooledBuffer();
        var call = new UpstreamCall(bytes, in fields, model, stream ?? fields.Stream.IsTrue) { Facts = facts, Family = ModelFamilies.Of(model), Concessions = concessions, Account = account, Files = files, Caller = caller, CallerHeaders = Encoding.ASCII.GetBytes(headers) };
        var door = provider.DoorFor(call);
        var refusal = door.WriteRequest(call, request);
        if (refusal is null && !request.Body.IsEmpty)
            output.Write(request.Body.Written);
        else if (refusal is null)
            Assert.Equal(request.Patch.LengthOf(bytes), Applied(request, bytes, output));
        using var path = new PooledBuffer();
        door.WritePath(call, path);
        return new WrittenRequest(door, Encoding.UTF8.GetString(path.Written), Encoding.UTF8.GetString(request.HeaderLines.Written), Encoding.UTF8.GetString(output.Written), request.IsSchemaInTool, [.. request.Warnings], refusal) { Fault = request.Fault, HidesThinking = request.HidesThinking, ToolNames = request.ToolNames };
    }

    /// <summary>The same, read by a parser that takes no member twice.</summary>
    public static JsonObject Read(Provider provider, string body, string model = "up-model", bool? stream = null, ModelFacts? facts = null, Concessions concessions = Concessions.None) =>
        StrictJson.Parse(Write(provider, body, model, stream, facts, concessions)).AsObject();

    /// <summary>A row of the built-in catalog and the request as it is written for it.</summary>
    public static JsonObject ReadFor(Provider provider, string id, string body)
    {
        var facts = ModelCatalog.ById[id];
        return Read(provider, body, facts.UpstreamName, facts: facts);
    }

    /// <summary>What a Messages call becomes, read by a parser that takes no member twice.</summary>
    public static JsonObject ReadMessages(Provider provider, string body, string model = "up-model", ModelFacts? facts = null, Concessions concessions = Concessions.None)
    {
        var written = SendMessages(provider, body, model, facts, concessions);
        Assert.Null(written.Refusal ?? written.Fault);
        return StrictJson.Parse(written.Body).AsObject();
    }

    public static WrittenRequest SendMessages(Provider provider, string body, string model = "up-model", ModelFacts? facts = null, Concessions concessions = Concessions.None) =>
        Send(provider, body, model, facts: facts, concessions: concessions, caller: CallerDialect.Messages);

    private static int Applied(UpstreamRequest request, byte[] body, PooledBuffer output)
    {
        request.Patch.Apply(body, output);
        return output.Length;
    }
}

/// <param name="Door">Which of the vendor's APIs takes it: it reads the answer too.</param>
internal sealed record WrittenRequest(Provider Door, string Path, string HeaderLines, string Body, bool IsSchemaInTool, string[] Warnings, UpstreamFailure? Refusal)
{
    public UpstreamFailure? Fault { get; init; }

    /// <summary>See <see cref="UpstreamRequest.HidesThinking"/>.</summary>
    public bool HidesThinking { get; init; }

    public ToolNames ToolNames { get; init; } = new();
}
