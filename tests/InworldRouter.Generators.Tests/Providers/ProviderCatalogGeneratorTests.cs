// The provider catalog: every marked class once, sorted, and every misuse said at its place.
using System.Collections;
using InworldRouter.Generators.Providers;
using Microsoft.CodeAnalysis;

namespace InworldRouter.Generators.Tests.Providers;

public sealed class ProviderCatalogGeneratorTests
{
    private const string Shapes = """
        namespace InworldRouter.Providers
        {
            [System.AttributeUsage(System.AttributeTargets.Class)]
            public sealed class ProviderAttribute(string id) : System.Attribute { public string Id { get; } = id; }
            public abstract class Provider { public virtual string Name => GetType().Name; }
        }

        """;

    private const string Two = Shapes + """
        namespace Some.Place
        {
            using InworldRouter.Providers;
            [Provider("zeta")] public sealed class Zeta : Provider;
            public abstract class Shaped : Provider;
            [Provider("alpha")] internal sealed class Alpha : Shaped;
        }
        """;

    [Fact]
    public void MarkedClasses_AreInTheCatalog_SortedById()
    {
        var catalog = new Drive(new ProviderCatalogGenerator(), Two).Load().GetType("InworldRouter.Providers.ProviderCatalog")!;
        var ids = ((IEnumerable)catalog.GetProperty("Ids")!.GetValue(null)!).Cast<string>();
        Assert.Equal(["alpha", "zeta"], ids);
        var byId = (IDictionary)catalog.GetProperty("ById")!.GetValue(null)!;
        Assert.Equal("Alpha", byId["alpha"]!.GetType().Name);
        Assert.Equal("Zeta", byId["zeta"]!.GetType().Name);
        Assert.Equal(2, byId.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Shapes)]
    public void NoMarkedClass_MakesNothing(string source)
    {
        var drive = new Drive(new ProviderCatalogGenerator(), source);
        Assert.Empty(drive.Result.GeneratedSources);
        Assert.Empty(drive.DiagnosticIds);
    }

    [Theory]
    [InlineData("[Provider(\"a\")] public class A;", "IR1101")]
    [InlineData("[Provider(\"a\")] public abstract class A : Provider;", "IR1102")]
    [InlineData("[Provider(\"a\")] public class A(int x) : Provider { public int X => x; }", "IR1103")]
    [InlineData("[Provider(\"a\")] public class A : Provider { private A() { } }", "IR1103")]
    [InlineData("[Provider(\"a\")] public class A<T> : Provider;", "IR1103")]
    [InlineData("[Provider(\"a\")] public class A : Provider; [Provider(\"a\")] public class B : Provider;", "IR1104")]
    public void Misuse_IsReported(string source, string id)
    {
        var drive = new Drive(new ProviderCatalogGenerator(), "using InworldRouter.Providers;\n" + Shapes + source);
        Assert.Equal([id], drive.DiagnosticIds);
        var place = Assert.Single(drive.Result.Diagnostics).Location.GetLineSpan();
        Assert.Equal("Source.cs", place.Path);
        Assert.True(place.StartLinePosition.Line > 5);
    }

    [Fact]
    public void UnrelatedEdit_WritesNothingAnew()
    {
        var drive = new Drive(new ProviderCatalogGenerator(), Two);
        drive.Edit("// A line above moves every position.\n" + Two);
        drive.WroteNothingAnew(ProviderCatalogGenerator.ModelStep);
        drive.AddFile("class Unrelated;");
        drive.WroteNothingAnew(ProviderCatalogGenerator.ModelStep);
    }

    [Fact]
    public void AnotherProvider_WritesTheCatalogAnew()
    {
        var drive = new Drive(new ProviderCatalogGenerator(), Two)
            .AddFile("[InworldRouter.Providers.Provider(\"mid\")] public class Mid : InworldRouter.Providers.Provider;");
        Assert.Equal([IncrementalStepRunReason.Modified], drive.Reasons(ProviderCatalogGenerator.ModelStep));
        Assert.Contains("\"mid\"", drive.Source, StringComparison.Ordinal);
    }
}
