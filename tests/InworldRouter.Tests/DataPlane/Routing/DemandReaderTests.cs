// What a call asks of a model, read off its body.
using InworldRouter.DataPlane.Routing;
using InworldRouter.Providers.Catalog;
using InworldRouter.Tests.DataPlane.Ingress;

namespace InworldRouter.Tests.DataPlane.Routing;

public sealed class DemandReaderTests
{
    [Theory]
    [InlineData("\"x\":1", ModelCapabilities.None)]
    [InlineData("\"tools\":[]", ModelCapabilities.None)]
    [InlineData("\"tools\":[{\"type\":\"function\"}]", ModelCapabilities.Tools)]
    [InlineData("\"response_format\":{\"type\":\"json_object\"}", ModelCapabilities.None)]
    [InlineData("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{}}", ModelCapabilities.JsonSchema)]
    [InlineData("\"modalities\":[\"text\"]", ModelCapabilities.None)]
    [InlineData("\"modalities\":[\"text\",\"image\"]", ModelCapabilities.ImageOutput)]
    [InlineData("\"extra_body\":{\"tools\":[{}]}", ModelCapabilities.Tools)]
    public void Needs_AreReadOffTheFields(string member, ModelCapabilities expected) => Assert.Equal(expected, Read($$"""{"model":"auto","messages":[{"role":"user","content":"Hi"}],{{member}}}""").Needs);

    [Theory]
    [InlineData("""{"type":"text","text":"Hi"}""", ModelCapabilities.None)]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://x"}}""", ModelCapabilities.Vision)]
    [InlineData("""{"type":"input_audio","input_audio":{}}""", ModelCapabilities.AudioInput)]
    [InlineData("""{"type":"file","file":{"file_data":"data:,"}}""", ModelCapabilities.FileInput)]
    [InlineData("""{"type":"file","file":{"file_id":"f"}}""", ModelCapabilities.FileInput)]
    [InlineData("""{"type":"text","text":"what is \"image_url\"?"}""", ModelCapabilities.None)]
    public void Needs_AreReadOffTheMessages(string part, ModelCapabilities expected) => Assert.Equal(expected, Read($$"""{"model":"auto","messages":[{"role":"user","content":[{{part}}]}]}""").Needs);

    [Theory]
    [InlineData("\"max_tokens\":5", 5)]
    [InlineData("\"max_completion_tokens\":7,\"max_tokens\":5", 7)]
    [InlineData("\"max_new_tokens\":9", 9)]
    [InlineData("\"max_tokens\":null", null)]
    [InlineData("\"x\":1", null)]
    public void TheLimit_IsTheCallsOwn(string member, int? expected) => Assert.Equal(expected, (int?)Read($$"""{"model":"auto","messages":[{}],{{member}}}""").OutputLimit);

    [Fact]
    public void ThePrompt_IsFourBytesAToken_WithoutTheDataOfImages()
    {
        var text = new string('x', 40_000);
        var image = """{"type":"image_url","image_url":{"url":"data:image/png;base64,""" + new string('A', 1_000_000) + "\"}}";

        Assert.InRange(Read($$"""{"model":"auto","messages":[{"role":"user","content":"{{text}}"}]}""").PromptTokens, 10_000, 10_020);
        Assert.InRange(Read($$"""{"model":"auto","messages":[{"role":"user","content":[{"type":"text","text":"{{text}}"},{{image}},{{image}}]}]}""").PromptTokens, 10_000, 10_080);
    }

    [Theory]
    [InlineData("\"modalities\":[\"image\"]", false)]
    [InlineData("\"modalities\":[\"text\",\"image\"]", true)]
    [InlineData("\"x\":1", true)]
    public void Text_IsWanted_UnlessOnlySomethingElseIs(string member, bool expected) => Assert.Equal(expected, Read($$"""{"model":"auto","messages":[{}],{{member}}}""").WantsText);

    [Fact]
    public void TheWords_NameWhatIsNeeded()
    {
        Assert.Equal("about 4 prompt tokens", DemandReader.Words(new CallDemand(4, null, ModelCapabilities.None)));
        Assert.Equal("Tools, Vision and about 4 prompt tokens", DemandReader.Words(new CallDemand(4, null, ModelCapabilities.Tools | ModelCapabilities.Vision)));
    }

    private static CallDemand Read(string json)
    {
        var (exchange, refusal) = Calls.Read(json);
        using var kept = exchange;
        Assert.Null(refusal);
        return DemandReader.Read(exchange);
    }
}
