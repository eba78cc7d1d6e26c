// Names of models as strings that are made once, and never another name's.
using System.Text;
using InworldRouter.DataPlane.Ingress;
using InworldRouter.Wire.Json;

namespace InworldRouter.Tests.DataPlane.Ingress;

public sealed class ModelNamesTests
{
    [Fact]
    public void TheSameName_IsTheSameString() => Assert.Same(Get("openai/gpt-5.2"), Get("openai/gpt-5.2"));

    [Theory]
    [InlineData("a")]
    [InlineData("groq/openai/gpt-oss-120b:free")]
    [InlineData("Größe/模型-😀")]
    [InlineData("a\"b\\c/d\te")]
    public void AnyName_ComesBackAsItWas(string name) => Assert.Equal(name, Get(name));

    [Fact]
    public void ALongName_IsReadAndNotKept()
    {
        var name = new string('x', 129);

        Assert.Equal(name, Get(name));
        Assert.NotSame(Get(name), Get(name));
    }

    [Fact]
    public void ManyNamesAtOnce_AreNeverMixedUp() => Parallel.For(0, 20_000, i => Assert.Equal($"provider/model-{i % 3000}", Get($"provider/model-{i % 3000}")));

    [Fact]
    public void AKnownName_AllocatesNothing()
    {
        var json = "\"openai/gpt-known\""u8.ToArray();
        var value = new JsonValue(0, json.Length, JsonKind.String, 0);
        ModelNames.Get(value, json);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            ModelNames.Get(value, json);
        // Another test's name may take the slot meanwhile; a hundred times would be no chance.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    private static string Get(string name)
    {
        var json = Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(name));
        return ModelNames.Get(new JsonValue(0, json.Length, JsonKind.String, 0), json);
    }
}
