// Which of OpenAI's APIs takes a call (providers.md A2, F.4, G.2).
using InworldRouter.Providers.Catalog;

namespace InworldRouter.Providers.Tests.OpenAI;

public sealed class DoorTests
{
    private const string Tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

    // "gpt-5.4, 5.5, 5.6 and later reject function tools on /v1/chat/completions unless reasoning_effort:"none" – and for models that reason by default even when the field is omitted"
    [Theory]
    [InlineData("gpt-5.5", Tools, "/responses")]
    [InlineData("gpt-5.5", Tools + ",\"reasoning_effort\":\"high\"", "/responses")]
    [InlineData("gpt-5.5", Tools + ",\"reasoning_effort\":\"none\"", "/chat/completions")]
    [InlineData("gpt-5.5", Tools + ",\"extra_body\":{\"reasoning\":{\"effort\":\"none\"}}", "/chat/completions")]
    [InlineData("gpt-5.5", "", "/chat/completions")]
    [InlineData("gpt-5.5", ",\"tools\":[]", "/chat/completions")]
    [InlineData("gpt-5.5", ",\"extra_body\":{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}", "/responses")]
    [InlineData("gpt-5.5", ",\"functions\":[{\"name\":\"f\"}]", "/responses")]
    [InlineData("gpt-5.4", Tools, "/chat/completions")] // its default is none
    [InlineData("gpt-5.4-mini-2026-03-17", Tools + ",\"reasoning\":{}", "/responses")]
    [InlineData("gpt-6-sol", Tools, "/responses")]
    [InlineData("gpt-6-astra", Tools + ",\"reasoning_effort\":\"none\"", "/responses")] // it cannot be switched off
    [InlineData("gpt-5.2", Tools + ",\"reasoning_effort\":\"high\"", "/chat/completions")]
    [InlineData("gpt-4o", Tools, "/chat/completions")]
    [InlineData("my-deployment", Tools, "/chat/completions")]
    [InlineData("gpt-5.2-pro", "", "/responses")]
    [InlineData("gpt-5.1-codex", Tools, "/responses")]
    [InlineData("gpt-image-1", "", "/images/generations")]
    [InlineData("gpt-5", ",\"modalities\":[\"text\",\"image\"]", "/responses")]
    [InlineData("gpt-4o", ",\"modalities\":[\"text\"]", "/chat/completions")]
    public void OpenAIAndAzure_OpenTheDoorThatTakesTheCall(string model, string more, string path)
    {
        foreach (var vendor in (string[])["openai", "azure"])
            Assert.Equal(path, Requests.Send(Vendors.Of(vendor), $$"""{"model":"x","messages":[{"role":"user","content":"Hi"}]{{more}}}""", model).Path);
    }

    // "only search models, web_search_options …; others: use Responses tool"
    [Theory]
    [InlineData("openai", "gpt-5.2", "/responses")]
    [InlineData("openai", "gpt-5-search-api", "/chat/completions")]
    [InlineData("openai", "my-deployment", "/chat/completions")]
    [InlineData("azure", "gpt-5.2", "/chat/completions")]
    public void ASearch_GoesWhereItIsDone(string vendor, string model, string path) =>
        Assert.Equal(path, Requests.Send(Vendors.Of(vendor), """{"model":"x","messages":[{"role":"user","content":"Hi"}],"web_search_options":{}}""", model).Path);

    [Fact]
    public void AnEdit_HasAPathOfItsOwn() =>
        Assert.Equal("/images/edits", Requests.Send(Vendors.Of("openai"), """{"model":"x","messages":[{"role":"user","content":[{"type":"text","text":"bluer"},{"type":"image_url","image_url":{"url":"data:image/png;base64,YWJj"}}]}]}""", "gpt-image-1").Path);

    [Fact]
    public void EveryFamilyThatIsNotOnChat_HasADoor()
    {
        foreach (var family in ModelFamilies.All.Where(f => f.Has(ModelTraits.ResponsesOnly) || f.Has(ModelTraits.ImagesEndpoint)))
            Assert.NotEqual("/chat/completions", Requests.Send(Vendors.Of("openai"), """{"model":"x","messages":[{"role":"user","content":"Hi"}]}""", family.Prefix).Path);
    }
}
