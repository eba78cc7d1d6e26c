// Every caller's dialect with every vendor's: the same few calls and answers, files in, files out, byte for byte.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Responses;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Shared;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Golden;

/// <summary>
/// What a vendor says is the same for all callers: <c>Matrix/from-VENDOR/SCENARIO</c> has its <c>answer.json</c> and <c>stream.sse</c>. A cell is
/// <c>Matrix/CALLER-to-VENDOR/SCENARIO</c>: <c>call.json</c> → <c>upstream-request.json</c> (and <c>warnings.txt</c>, if there are any), and what the caller gets in
/// <c>answer.json</c> and <c>stream.sse</c>. Of a stream that breaks there is only the last, its <c>failure.json</c>, and in
/// <c>last.sse</c> what the program ends it with (its <c>ErrorMatrixTests</c>). A cell that is missing fails.
/// </summary>
public sealed class MatrixTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden", "Matrix");

    private static readonly string[] Callers = ["chat", "messages", "responses"];
    private static readonly string[] Upstreams = ["openai", "anthropic", "gemini", "responses"];
    private static readonly string[] Scenarios = ["text", "parallel-tools", "images", "thinking"];

    public static TheoryData<string> Cells => [.. Pairs.SelectMany(pair => Scenarios.Select(scenario => $"{pair}/{scenario}"))];

    public static TheoryData<string, string, string> NextCalls =>
        [.. Callers.SelectMany(caller => Upstreams.SelectMany(first => Upstreams.Select(next => (caller, first, next))))];

    public static TheoryData<string> Assembled => [.. Cells.Select(row => row.Data).Where(cell => CallerOf(cell) != CallerDialect.Chat)];

    public static TheoryData<string> Broken => [.. Pairs.Select(pair => $"{pair}/error-during")];

    public static TheoryData<string> SameDialect => [.. Scenarios.SelectMany(s => (string[])[$"messages-to-anthropic/{s}", $"responses-to-responses/{s}"])];

    private static IEnumerable<string> Pairs => Callers.SelectMany(caller => Upstreams.Select(upstream => $"{caller}-to-{upstream}"));

    [Theory]
    [MemberData(nameof(Cells))]
    public void TheRequest_IsAsWritten(string cell)
    {
        var written = RequestOf(cell);
        Assert.Null(written.Refusal ?? written.Fault);
        StrictJson.Parse(written.Body);
        Assert.Equal(Text(cell, "upstream-request.json"), written.Body);
        Assert.Equal(Exists(cell, "warnings.txt") ? Text(cell, "warnings.txt") : "", string.Join('\n', written.Warnings));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void TheAnswer_IsAsWritten(string cell)
    {
        using var output = new PooledBuffer();
        var written = RequestOf(cell);
        Assert.Null(written.Door.TranslateAnswer(Encoding.UTF8.GetBytes(Text(FromOf(cell), "answer.json")), IdentityOf(cell, written), output, out _));
        // As AnswerRelay closes it.
        var answer = $"{Encoding.UTF8.GetString(output.Written)},\"{(CallerOf(cell) == CallerDialect.Responses ? "router_metadata" : "metadata")}\":{Identity.Metadata}}}";
        StrictJson.Parse(answer);
        Assert.Equal(Text(cell, "answer.json"), answer);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void TheStream_IsAsWritten_HoweverItIsCut(string cell)
    {
        var whole = Replay(cell, out var upstream, out var identity, out var door);
        Assert.Null(whole.Failure);
        Assert.Equal(Text(cell, "stream.sse") + "\n\n", whole.Text);
        AssertInOrder(whole.Text, identity);
        Assert.Equal(whole.Text, StreamReplay.InPieces(door, upstream, identity, 1).Text);
        for (var at = 1; at < upstream.Length; at++)
            Assert.Equal(whole.Text, StreamReplay.InTwo(door, upstream, identity, at).Text);
    }

    // A call without a stream whose upstream is streamed (api.md 3.5). A chat caller's is put together by the program.
    [Theory]
    [MemberData(nameof(Assembled))]
    public void TheStreamPutTogether_IsTheAnswer(string cell)
    {
        Replay(cell, out var upstream, out var identity, out var door);
        var whole = StreamReplay.Assembled(door, upstream, identity, upstream.Length);
        Assert.Null(whole.Failure);
        var answer = JsonNode.Parse(Text(cell, "answer.json"))!.AsObject();
        Assert.True(answer.Remove(identity.Caller == CallerDialect.Responses ? "router_metadata" : "metadata"));
        Assert.Equal(answer.ToJsonString(), JsonNode.Parse(whole.Text + "}")!.ToJsonString());
    }

    // C69: what the caller has got stays; nothing after it but the error, which is the program's to write.
    [Theory]
    [MemberData(nameof(Broken))]
    public void AStreamThatBreaks_TellsWhatCameBefore_AndWhy(string cell)
    {
        var whole = Replay(cell, out var upstream, out var identity, out var door);
        Assert.Equal(Text(cell, "stream.sse") + "\n\n", whole.Text);
        Assert.Equal(Text(cell, "failure.json"), whole.Failure is { } failure ? GoldenTests.Describe(failure) : "none");
        Assert.Equal(whole.Text, StreamReplay.InPieces(door, upstream, identity, 1).Text);
    }

    // C64: "stream end without terminal marker ⇒ error, not clean finish".
    [Theory]
    [MemberData(nameof(Cells))]
    public void AStreamThatIsCut_IsNeverWhole(string cell)
    {
        Replay(cell, out var upstream, out var identity, out var door);
        var expected = Text(cell, "stream.sse");
        var text = Encoding.UTF8.GetString(upstream);
        var ending = UpstreamOf(cell) switch { "openai" => "\"finish_reason\":\"", "anthropic" => "event: message_delta", "gemini" => "\"finishReason\"", _ => "event: response.completed" };
        var last = text.LastIndexOf("\n\n", text.IndexOf(ending, StringComparison.Ordinal), StringComparison.Ordinal) + 2;
        for (var end = 0; end >= 0 && end <= last; end = Next(text, end))
        {
            var cut = StreamReplay.Whole(door, Encoding.UTF8.GetBytes(text[..end]), identity);
            Assert.NotNull(cut.Failure);
            Assert.StartsWith(cut.Text, expected + "\n\n", StringComparison.Ordinal);
        }
    }

    // "Byte-exact towards Anthropic: only the value of model changes, router options are cut out" (api.md 10); OpenAI's Responses alike.
    [Theory]
    [MemberData(nameof(SameDialect))]
    public void C42_OfTheSameDialect_TheBytesAreTheCallers(string cell)
    {
        var call = Text(cell, "call.json");
        var model = ModelOf(call);
        var expected = call.Replace($"\"{model}\"", $"\"{UpstreamName(model)}\"", StringComparison.Ordinal).Replace(RouterOptions, "", StringComparison.Ordinal);
        var request = Text(cell, "upstream-request.json");
        // Reasoning that the router gave out has its seal back, and its id (api.md 7).
        foreach (var (carried, own) in (ReadOnlySpan<(string, string)>)[("router:v1:openai:rs_1:", ""), ("rs_0198c5a07d2f7c3e_0", "rs_1")])
            expected = expected.Replace(carried, own, StringComparison.Ordinal);
        Assert.Equal(expected, request);

        // And the answer's, but for the name and the router's metadata.
        var (said, told) = (Text(FromOf(cell), "answer.json"), Text(cell, "answer.json"));
        Assert.Equal(said.Replace($"\"model\":\"{ModelOf(said)}\"", $"\"model\":\"{Identity.Model}\"", StringComparison.Ordinal)[..^1], told[..told.LastIndexOf(",\"", told.LastIndexOf(Identity.Metadata, StringComparison.Ordinal), StringComparison.Ordinal)]);
    }

    [Fact]
    public void TheTableInTheReadme_IsTheMatrix()
    {
        var table = string.Concat(Pairs.Select(Row));
        var readme = File.ReadAllText(Path.Combine(FeatureTableTests.Checkout(), "src", "InworldRouter.Providers", "README.md")).ReplaceLineEndings("\n");
        Assert.True(readme.Contains(table, StringComparison.Ordinal), "The README's table should be:\n" + table);
    }

    // The model that shows it, and what is special about it.
    private static string Row(string pair)
    {
        var cells = Scenarios.Select(scenario =>
        {
            var cell = $"{pair}/{scenario}";
            var isSame = SameDialect.Any(row => row.Data == cell);
            return UpstreamName(ModelOf(Text(cell, "call.json"))) + (isSame ? ", its bytes" : Exists(cell, "warnings.txt") ? ", warned" : "");
        });
        var failure = JsonNode.Parse(Text($"{pair}/error-during", "failure.json"))!["kind"]!.GetValue<string>();
        return $"| {pair.Replace("-to-", " | ", StringComparison.Ordinal)} | {string.Join(" | ", cells)} | {failure} |\n";
    }

    // "accepted back and never sent to a provider that would reject it" (api.md 7): the answer as the caller has it is a turn of the next call.
    [Theory]
    [MemberData(nameof(NextCalls))]
    public void C50_WhatWasSigned_GoesBackToItsSigner_AndToNobodyElse(string caller, string first, string next)
    {
        var answer = JsonNode.Parse(Text($"{caller}-to-{first}/thinking", "answer.json"))!;
        var call = JsonNode.Parse(Text($"{caller}-to-{next}/thinking", "call.json"))!.AsObject();
        var said = caller switch
        {
            "chat" => [answer["choices"]![0]!["message"]!.DeepClone()],
            "messages" => [new JsonObject { ["role"] = "assistant", ["content"] = answer["content"]!.DeepClone() }],
            _ => answer["output"]!.AsArray().Select(item => item!.DeepClone()),
        };
        call[caller == "responses" ? "input" : "messages"] = new JsonArray([Asked("9.11 or 9.9?"), .. said, Asked("Sure?")]);
        var written = Send($"{caller}-to-{next}/thinking", call.ToJsonString());

        Assert.Null(written.Refusal ?? written.Fault);
        StrictJson.Parse(written.Body);
        Assert.DoesNotContain("router:v1", written.Body, StringComparison.Ordinal);
        // Chat completions sign nothing; DeepSeek gets its own words back.
        if (next == "openai")
            Assert.Contains("\"reasoning_content\":\"9.9 is more.\"", written.Body, StringComparison.Ordinal);
        else
            Assert.Equal(first == next, written.Body.Contains("bmV4dA==", StringComparison.Ordinal));
    }

    private static JsonObject Asked(string text) => new() { ["role"] = "user", ["content"] = text };

    /// <summary>What no vendor may see of a call in <c>text</c>.</summary>
    private const string RouterOptions = ", \"ignore\": [\"groq\"]";

    private static int Next(string text, int from) => text.IndexOf("\n\n", from, StringComparison.Ordinal) is >= 0 and var at ? at + 2 : -1;

    private static void AssertInOrder(string stream, in AnswerIdentity identity)
    {
        switch (identity.Caller)
        {
            case CallerDialect.Messages:
                StrictMessages.Read(stream);
                break;
            case CallerDialect.Responses:
                StrictResponses.Read(stream);
                break;
            default:
                StrictStream.Read(stream, identity.IncludeUsage);
                break;
        }
    }

    private static Replayed Replay(string cell, out byte[] upstream, out AnswerIdentity identity, out Provider door)
    {
        var written = RequestOf(cell);
        upstream = Encoding.UTF8.GetBytes(Text(FromOf(cell), "stream.sse") + "\n\n");
        identity = IdentityOf(cell, written);
        door = written.Door;
        return StreamReplay.Whole(door, upstream, identity);
    }

    private static WrittenRequest RequestOf(string cell) => Send(cell, CallOf(cell));

    private static WrittenRequest Send(string cell, string call)
    {
        var model = ModelOf(call);
        ModelCatalog.ById.TryGetValue(model, out var facts);
        var vendor = Vendors.Of(model[..model.IndexOf('/', StringComparison.Ordinal)]);
        return Requests.Send(vendor, call, UpstreamName(model), facts: facts, fetch: vendor.NeedsFiles ? Fetch : null, caller: CallerOf(cell));
    }

    // What the program fetches for a vendor that cannot.
    private static void Fetch(FetchedFiles files, string body)
    {
        for (var at = body.IndexOf("\"https:", StringComparison.Ordinal); at >= 0; at = body.IndexOf("\"https:", at + 1, StringComparison.Ordinal))
            files.Add(Encoding.UTF8.GetByteCount(body[..at]), new FetchedFile("image/webp", [1, 2, 3]));
    }

    private static AnswerIdentity IdentityOf(string cell, WrittenRequest written)
    {
        var call = CallOf(cell);
        var asksForUsage = JsonNode.Parse(call)!["stream_options"]?["include_usage"]?.GetValue<bool>() == true;
        using var echo = new PooledBuffer();
        if (CallerOf(cell) == CallerDialect.Responses)
        {
            var body = Encoding.UTF8.GetBytes(call);
            Assert.True(ResponsesRequestFields.TryScan(body, out var fields, out _));
            ResponsesEcho.Write(fields, body, echo);
        }
        return Identity.Of(asksForUsage, written.HidesThinking, written.IsSchemaInTool, CallerOf(cell)) with { ToolNames = written.ToolNames, Echo = echo.Written.ToArray() };
    }

    private static CallerDialect CallerOf(string cell) => cell[..cell.IndexOf('-', StringComparison.Ordinal)] switch
    {
        "messages" => CallerDialect.Messages,
        "responses" => CallerDialect.Responses,
        _ => CallerDialect.Chat,
    };

    private static string UpstreamOf(string cell) => cell[(cell.IndexOf("-to-", StringComparison.Ordinal) + 4)..cell.IndexOf('/', StringComparison.Ordinal)];

    private static string FromOf(string cell) => $"from-{UpstreamOf(cell)}{cell[cell.IndexOf('/', StringComparison.Ordinal)..]}";

    // A stream that breaks is the answer to the plain call.
    private static string CallOf(string cell) => Text(cell.Replace("error-during", "text", StringComparison.Ordinal), "call.json");

    private static string ModelOf(string json) => JsonNode.Parse(json)!["model"]!.GetValue<string>();

    private static string UpstreamName(string model) => model[(model.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static bool Exists(string cell, string file) => File.Exists(Path.Combine(Folder, cell, file));

    // Every file ends with a line end, as the editor leaves it.
    private static string Text(string cell, string file) => File.ReadAllText(Path.Combine(Folder, cell, file)).TrimEnd('\n');
}
