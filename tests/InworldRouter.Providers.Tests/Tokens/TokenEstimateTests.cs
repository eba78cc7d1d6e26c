// The estimate of a whole call: what is said, what is shown, what can be called.
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using InworldRouter.Providers.Anthropic;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Providers.Tokens;

namespace InworldRouter.Providers.Tests.Tokens;

public sealed class TokenEstimateTests
{
    private const string Hi = """{"model":"x","messages":[{"role":"user","content":"Hi"}]}""";

    // "Hi", a message's frame, the reply's beginning.
    [Fact]
    public void C40_AShortCall_IsItsWordsAndTheirFrame() => Assert.Equal(1 + 4 + 3, Of(Hi));

    [Theory]
    [MemberData(nameof(TokenSamples.All), MemberType = typeof(TokenSamples))]
    public void C40_ALongText_WeighsAsMuch_WhereverItIsSaid(string kind, string text, int tokens)
    {
        var json = $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
        foreach (var call in (string[])
        [
            $$$"""{"system":{{{json}}},"messages":[]}""",
            $$$"""{"system":[{"type":"text","text":{{{json}}},"cache_control":{"type":"ephemeral"}}],"messages":[]}""",
            $$$"""{"messages":[{"role":"user","content":{{{json}}}}]}""",
            $$$"""{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":{{{json}}}}]}]}]}""",
            $$$"""{"messages":[{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":{{{json}}}}}]}]}""",
            $$$"""{"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{"a":{{{json}}}}}]}]}""",
            $$$"""{"messages":[],"tools":[{"name":"f","description":{{{json}}},"input_schema":{"type":"object"}}]}""",
        ])
        {
            Assert.True(Of(call) >= tokens * 0.9 && Of(call) <= tokens * 1.1 + 30, $"{kind}: {Of(call)} in {call[..40]}");
        }
    }

    [Fact]
    public void ASignature_AndSealedThinking_WeighNothing()
    {
        var sealedData = new string('x', 4000);
        Assert.InRange(Of($$$"""{"messages":[{"role":"assistant","content":[{"type":"redacted_thinking","data":"{{{sealedData}}}"},{"type":"thinking","thinking":"Hm","signature":"{{{sealedData}}}"}]}]}"""), 1, 20);
    }

    // "tokens = (width px * height px)/750", "or 1600"
    [Theory]
    [InlineData("image/png", "iVBORw0KGgoAAAANSUhEUgAAAfQAAAFeCAYAAAA=", 500 * 350 / 750)]
    [InlineData("image/gif", "R0lGODlhLAHIAAAA", 300 * 200 / 750)]
    [InlineData("image/jpeg", "/9j/4AAEAAD/wAARCAEsAZADASIAAhEBAxEB", 400 * 300 / 750)]
    [InlineData("image/webp", "UklGRiQAAABXRUJQ", 1600)]
    [InlineData("image/png", "broken", 1600)]
    public void APicture_WeighsByItsSize(string mediaType, string data, int tokens) => Assert.Equal(4 + 3 + tokens,
        Of($$$"""{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"{{{mediaType}}}","data":"{{{data}}}"}}]}]}"""));

    [Theory]
    [InlineData("""{"type":"url","url":"https://x/y.png"}""")]
    [InlineData("""{"type":"file","file_id":"file_1"}""")]
    [InlineData("""{"type":"base64","data":5}""")]
    public void APictureElsewhere_IsALargeOne(string source) => Assert.Equal(4 + 3 + 1600, Of($$$"""{"messages":[{"role":"user","content":[{"type":"image","source":{{{source}}}}]}]}"""));

    [Fact]
    public void ADocument_WeighsByItsPages()
    {
        var pdf = new string('A', 200 * 1024);
        Assert.Equal(4 + 3 + 4 * 2000, Of($$$"""{"messages":[{"role":"user","content":[{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"{{{pdf}}}"}}]}]}"""));
    }

    [Fact]
    public void AnEstimate_AllocatesNothing()
    {
        var body = Encoding.UTF8.GetBytes(Hi);
        using var conversation = Read(body);
        Assert.Equal(0, Allocation.Of(() => TokenEstimate.Of(conversation, body)));
    }

    private static long Of(string call)
    {
        var body = Encoding.UTF8.GetBytes(call);
        using var conversation = Read(body);
        return TokenEstimate.Of(conversation, body);
    }

    private static Conversation Read(byte[] body)
    {
        Assert.True(MessagesRequestFields.TryScan(body, out var fields, out var fault), fault.ToString());
        var conversation = new Conversation();
        MessagesConversation.Read(body, fields, conversation);
        return conversation;
    }
}
