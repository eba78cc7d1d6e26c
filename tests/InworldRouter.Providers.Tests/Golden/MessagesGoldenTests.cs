// Calls of Messages clients to vendors of OpenAI's dialect: files in, files out, byte for byte.
using System.Text.Json.Nodes;
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.Dialects;
using InworldRouter.Providers.Tests.Replay;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Providers.Tests.Golden;

/// <summary>A case is a folder <c>Golden/messages/PROVIDER/CASE</c> with the caller's body in <c>messages.json</c> and what the vendor gets of it in <c>upstream-request.json</c>.</summary>
public sealed class MessagesGoldenTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden", "messages");

    public static TheoryData<string> Cases =>
        [.. Directory.EnumerateFiles(Folder, "messages.json", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, Path.GetDirectoryName(f)!).Replace('\\', '/')).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheRequest_IsAsWritten(string name)
    {
        var body = Text(name, "messages.json");
        var model = JsonNode.Parse(body)!["model"]!.GetValue<string>();
        ModelCatalog.ById.TryGetValue(model, out var facts);
        var written = Requests.SendMessages(Vendors.Of(name[..name.IndexOf('/', StringComparison.Ordinal)]), body, model[(model.IndexOf('/', StringComparison.Ordinal) + 1)..], facts);
        Assert.Null(written.Refusal ?? written.Fault);
        StrictJson.Parse(written.Body);
        Assert.Equal(Text(name, "upstream-request.json"), written.Body);
    }

    // Bytes that no vendor would send: a failure or an answer, never an exception.
    [Theory]
    [MemberData(nameof(Vendors.OpenAIShaped), MemberType = typeof(Vendors))]
    public void C64_DamagedBytes_NeverThrow(string vendor)
    {
        var provider = Vendors.Of(vendor);
        var identity = Identity.Of(caller: CallerDialect.Messages);
        var random = new Random(vendor.Length);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Golden", vendor), "upstream.*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            for (var round = 0; round < 100; round++)
            {
                var bytes = File.ReadAllBytes(file);
                for (var i = random.Next(4); i >= 0; i--)
                    bytes[random.Next(bytes.Length)] = "{}[]\",:0 nt\n\\"u8[random.Next(13)];
                StreamReplay.Again(provider.CreateStreamTranslator(CallerDialect.Messages), bytes, identity with { ExcludeReasoning = round % 2 == 0 });
                using var output = new PooledBuffer();
                provider.TranslateAnswer(bytes, identity, output, out _);
            }
        }
    }

    private static string Text(string name, string file) => File.ReadAllText(Path.Combine(Folder, name, file)).TrimEnd('\n');
}
