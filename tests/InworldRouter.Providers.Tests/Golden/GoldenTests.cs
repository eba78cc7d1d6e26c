// The project's own examples of every vendor's habits: files in, files out, byte for byte.
using System.Text;
using System.Text.Json.Nodes;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Golden;

/// <summary>
/// A case is a folder <c>Golden/PROVIDER/CASE</c>: <c>call.json</c> (the caller's body; <c>call.messages.json</c> of a Messages caller) → <c>upstream-request.json</c>, and one of
/// <c>upstream.sse</c> → <c>client.sse</c>, <c>upstream.json</c> → <c>client.json</c>, <c>upstream.STATUS.json|html</c> → <c>failure.json</c>. A stream
/// that fails has a <c>failure.json</c> too, beside what the client had got by then.
/// </summary>
public sealed class GoldenTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden");

    public static TheoryData<string> Cases =>
        [.. Directory.EnumerateFiles(Folder, "call.*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, Path.GetDirectoryName(f)!).Replace('\\', '/')).Where(name => !name.StartsWith("Matrix/", StringComparison.Ordinal)).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheRequest_IsAsWritten(string name)
    {
        var written = RequestOf(name);
        Assert.Null(written.Refusal);
        Expect(name, "upstream-request.json", written.Body);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheAnswer_IsAsWritten(string name)
    {
        if (Text(name, "upstream.sse") is { } stream)
            TheStream_IsAsWritten(name, Encoding.UTF8.GetBytes(stream));
        else if (Text(name, "upstream.json") is { } answer)
            TheWholeAnswer_IsAsWritten(name, Encoding.UTF8.GetBytes(answer));
        else
            TheFailure_IsAsWritten(name);
    }

    // Bytes that no vendor would send: a failure or an answer, never an exception, and never a broken request.
    [Theory]
    [MemberData(nameof(Cases))]
    public void C64_DamagedBytes_NeverThrow(string name)
    {
        var provider = RequestOf(name).Door;
        var random = new Random(name.Length);
        var file = Directory.EnumerateFiles(Path.Combine(Folder, name), "upstream.*").Single();
        for (var round = 0; round < 300; round++)
        {
            var bytes = File.ReadAllBytes(file);
            for (var i = random.Next(4); i >= 0; i--)
                bytes[random.Next(bytes.Length)] = "{}[]\",:0 nt\n\\"u8[random.Next(13)];
            var cut = bytes.AsSpan(0, random.Next(3) == 0 ? random.Next(bytes.Length) : bytes.Length);
            StreamReplay.Whole(provider, cut, Identity.Of(includeUsage: round % 2 == 0, excludeReasoning: round % 3 == 0, caller: CallerOf(name)));
            StreamReplay.Assembled(provider, cut, Identity.Of(caller: CallerOf(name)), cut.Length);
            using var output = new PooledBuffer();
            provider.TranslateAnswer(cut, Identity.Of(caller: CallerOf(name)), output, out _);
            Assert.NotEmpty(provider.Classify(400, cut).Message);
        }
    }

    [Fact]
    public void EveryVendor_HasAStreamOrAnAnswer_AndMostAnError()
    {
        foreach (var id in Vendors.All)
            Assert.True(Directory.EnumerateFiles(Path.Combine(Folder, id), "client.*", SearchOption.AllDirectories).Any(), id);
    }

    private static void TheStream_IsAsWritten(string name, byte[] upstream)
    {
        var usage = JsonNode.Parse(CallOf(name))!["stream_options"]?["include_usage"]?.GetValue<bool>() == true;
        var request = RequestOf(name);
        var identity = Identity.Of(usage, isSchemaInTool: request.IsSchemaInTool, caller: CallerOf(name));
        var whole = StreamReplay.Whole(request.Door, upstream, identity);
        Expect(name, "client.sse", whole.Text);
        if (whole.Failure is { } failure)
            Expect(name, "failure.json", Describe(failure));
        else if (identity.Caller == CallerDialect.Chat)
            whole.Read(usage);
        // "replayed whole, one byte at a time, and split at every offset"
        Assert.Equal(whole.Text, StreamReplay.InPieces(request.Door, upstream, identity, 1).Text);
        for (var at = 1; at < upstream.Length; at++)
            Assert.Equal(whole.Text, StreamReplay.InTwo(request.Door, upstream, identity, at).Text);
    }

    private static void TheWholeAnswer_IsAsWritten(string name, byte[] upstream)
    {
        using var output = new PooledBuffer();
        var request = RequestOf(name);
        Assert.Null(request.Door.TranslateAnswer(upstream, Identity.Of(isSchemaInTool: request.IsSchemaInTool), output, out _));
        var client = Encoding.UTF8.GetString(output.Written) + $",\"metadata\":{Identity.Metadata}}}";
        Expect(name, "client.json", client);
        var read = StrictAnswer.Read(client);
        if (request.Door is OpenAIDialect)
            TolerantReader.Whole(upstream).AssertEqual(read);
    }

    private static void TheFailure_IsAsWritten(string name)
    {
        var file = Path.GetFileName(Directory.EnumerateFiles(Path.Combine(Folder, name), "upstream.*").Single());
        var body = File.ReadAllBytes(Path.Combine(Folder, name, file));
        var status = int.Parse(file.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture);
        Expect(name, "failure.json", Describe(RequestOf(name).Door.Classify(status, body)));
    }

    /// <summary>As <c>failure.json</c> has it.</summary>
    internal static string Describe(UpstreamFailure failure) =>
        new JsonObject
        {
            ["kind"] = failure.Kind.ToString(), ["status"] = failure.Status, ["message"] = failure.Message, ["type"] = failure.Type, ["code"] = failure.Code, ["param"] = failure.Param,
        }.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static WrittenRequest RequestOf(string name)
    {
        var call = CallOf(name);
        var model = JsonNode.Parse(call)!["model"]!.GetValue<string>();
        ModelCatalog.ById.TryGetValue(model, out var facts);
        return Requests.Send(Vendors.Of(name[..name.IndexOf('/', StringComparison.Ordinal)]), call, model[(model.IndexOf('/', StringComparison.Ordinal) + 1)..], facts: facts, caller: CallerOf(name));
    }

    private static string CallOf(string name) => Text(name, CallerOf(name) == CallerDialect.Chat ? "call.json" : "call.messages.json")!;

    private static CallerDialect CallerOf(string name) => File.Exists(Path.Combine(Folder, name, "call.json")) ? CallerDialect.Chat : CallerDialect.Messages;

    private static string? Text(string name, string file)
    {
        var path = Path.Combine(Folder, name, file);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    private static void Expect(string name, string file, string text)
    {
        var written = Text(name, file);
        // Files other than streams end with a line end, as the editor leaves them.
        if (!file.EndsWith(".sse", StringComparison.Ordinal))
            (written, text) = (written?.TrimEnd('\n'), text.TrimEnd('\n'));
        Assert.Equal(written, text);
    }
}
