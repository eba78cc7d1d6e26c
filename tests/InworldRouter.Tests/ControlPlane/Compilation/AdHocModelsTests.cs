// Models that nobody described can be called, and their names cannot fill the memory.
using System.Globalization;
using System.Text;
using InworldRouter.Plan;

namespace InworldRouter.Tests.ControlPlane.Compilation;

public sealed class AdHocModelsTests
{
    private const string Config = """{ "providers": { "openai": { "apiKey": "sk" } } }""";

    private readonly ProviderPlan _provider = TestCatalog.Compile(Config).Providers["openai"];

    [Fact]
    public void AName_GetsAModel_AndKeepsItsMeasurements()
    {
        var models = new AdHocModels(TimeProvider.System);

        var model = models.Get(_provider, "new/model:free");

        Assert.Equal(("openai/new/model:free", "new/model:free"), (model.Id, model.UpstreamName));
        Assert.Equal("\"openai/new/model:free\"", Encoding.UTF8.GetString(model.IdJson));
        Assert.Same(model, models.Get(_provider, "new/model:free"));
        var afterReload = models.Get(TestCatalog.Compile(Config).Providers["openai"], "new/model:free");
        Assert.NotSame(model, afterReload);
        Assert.Same(model.Statistics, afterReload.Statistics);
        Assert.Same(model.Cooldown, afterReload.Cooldown);
    }

    [Fact]
    public void AName_IsEnoughForTheRulesOfItsFamily()
    {
        Assert.Equal("gpt-5.4", new AdHocModels(TimeProvider.System).Get(_provider, "gpt-5.4-mini-2026-03-17").Family.Prefix);
        Assert.False(new AdHocModels(TimeProvider.System).Get(_provider, "my-model").Family.IsKnown);
    }

    [Fact]
    public void C98_NamesWithoutEnd_TakeNoMemoryWithoutEnd()
    {
        var models = new AdHocModels(TimeProvider.System, capacity: 10);

        for (var i = 0; i < 1000; i++)
            models.Get(_provider, i.ToString(CultureInfo.InvariantCulture));
        models.Get(_provider, new string('x', 10_000));

        Assert.InRange(models.Count, 10, 20);
    }

    [Fact]
    public void ANameInUse_IsNotForgotten()
    {
        var models = new AdHocModels(TimeProvider.System, capacity: 10);
        var statistics = models.Get(_provider, "steady").Statistics;

        for (var i = 0; i < 1000; i++)
        {
            models.Get(_provider, i.ToString(CultureInfo.InvariantCulture));
            Assert.Same(statistics, models.Get(_provider, "steady").Statistics);
        }
    }
}
