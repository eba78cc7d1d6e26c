// What a part must not know: asked of the compiled metadata, where nothing can be hidden.
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using InworldRouter.Cel;
using InworldRouter.Providers;
using InworldRouter.Wire.Sse;

namespace InworldRouter.Tests.Architecture;

public sealed class ForbiddenReferencesTests
{
    private static readonly Assembly Wire = typeof(SseReader).Assembly;
    private static readonly Assembly Cel = typeof(CelEnvironment).Assembly;
    private static readonly Assembly Providers = typeof(Provider).Assembly;

    /// <summary>Sockets, HTTP, the web server, and what starts threads or logs.</summary>
    private static readonly string[] Transport = ["System.Net.", "Microsoft.AspNetCore", "Microsoft.Extensions", "System.Threading.Tasks.Parallel", "System.IO.Pipelines"];

    [Fact]
    public void TheWire_KnowsNoHttp_NoProviders_NoRouting() => Assert.DoesNotContain(References(Wire), name => IsOneOf(name, [.. Transport, "InworldRouter."]));

    [Fact]
    public void TheExpressionLanguage_KnowsNothingOfOurs() => Assert.DoesNotContain(References(Cel), name => IsOneOf(name, [.. Transport, "InworldRouter."]));

    // ARCHITECTURE: "no reflection, no expression trees"
    [Fact]
    public void TheExpressionLanguage_CompilesWithoutReflection() =>
        Assert.DoesNotContain(Types(Cel), type => type.StartsWith("System.Linq.Expressions.", StringComparison.Ordinal) || type.StartsWith("System.Reflection.Emit.", StringComparison.Ordinal) || type is "System.Activator" or "System.Reflection.MethodInfo");

    [Fact]
    public void Providers_KnowOnlyTheWire_NoSockets_NoWebServer() =>
        Assert.DoesNotContain(References(Providers), name => IsOneOf(name, Transport) || name.StartsWith("InworldRouter.", StringComparison.Ordinal) && name != "InworldRouter.Wire");

    [Fact]
    public void Providers_AndTheWire_ReadNoClock_NoEnvironment_NoFile_AndTossNoCoin()
    {
        string[] types =
        [
            "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Threading.Timer", "System.Threading.Thread", "System.Threading.Tasks.Task",
            "System.Environment", "System.Random", "System.Console", "System.IO.File", "System.IO.Directory", "System.IO.FileStream",
        ];
        string[] members = ["get_Now", "get_UtcNow", "get_TickCount64", "NewGuid"];
        foreach (var assembly in (Assembly[])[Wire, Providers])
        {
            Assert.Empty(Types(assembly).Intersect(types));
            Assert.Empty(Members(assembly).Intersect(members));
        }
    }

    // "reads a plan, never the configuration"; "Egress, Relay …: each stage hands on to the next".
    [Theory]
    [InlineData("DataPlane", "InworldRouter.ControlPlane")]
    [InlineData("DataPlane", "InworldRouter.Hosting")]
    [InlineData("DataPlane", "InworldRouter.Commands")]
    [InlineData("DataPlane", "InworldRouter.Simulation")]
    [InlineData("DataPlane/Upstream", "InworldRouter.DataPlane.Attempts")]
    [InlineData("DataPlane/Upstream", "InworldRouter.Providers")]
    [InlineData("DataPlane/Upstream", "InworldRouter.Plan")]
    [InlineData("DataPlane/Attempts", "InworldRouter.DataPlane.Relay")]
    [InlineData("DataPlane/Routing", "InworldRouter.DataPlane.Relay")]
    [InlineData("DataPlane/Routing", "InworldRouter.DataPlane.Upstream")]
    [InlineData("DataPlane/Routing", "System.Net")]
    [InlineData("Plan", "InworldRouter.ControlPlane")]
    [InlineData("Telemetry", "InworldRouter.ControlPlane")]
    public void APart_DoesNotUse(string folder, string forbidden)
    {
        var pattern = new Regex($@"(using {Regex.Escape(forbidden)}[.;])|(?<!//.*){Regex.Escape(forbidden)}\.", RegexOptions.CultureInvariant);
        Assert.DoesNotContain(Checkout.Sources($"src/InworldRouter/{folder}"), path => pattern.IsMatch(File.ReadAllText(Path.Combine(Checkout.Root, "src/InworldRouter", folder, path))));
    }

    // "Time from TimeProvider, chance injected."
    [Fact]
    public void TheDataPlane_TakesItsTimeFromTheClockItWasGiven()
    {
        var pattern = new Regex(@"Stopwatch\.|DateTime(Offset)?\.(Utc)?Now|Environment\.TickCount|Task\.Delay\([^,)]*\)|Thread\.Sleep", RegexOptions.CultureInvariant);
        Assert.DoesNotContain(Checkout.Sources("src/InworldRouter/DataPlane"), path => pattern.IsMatch(File.ReadAllText(Path.Combine(Checkout.Root, "src/InworldRouter/DataPlane", path))));
    }

    private static bool IsOneOf(string name, string[] prefixes) => Array.Exists(prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static HashSet<string> Types(Assembly assembly) => Read(assembly, metadata => metadata.TypeReferences.Select(metadata.GetTypeReference).Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}"));

    private static HashSet<string> Members(Assembly assembly) => Read(assembly, metadata => metadata.MemberReferences.Select(member => metadata.GetString(metadata.GetMemberReference(member).Name)));

    private static HashSet<string> Read(Assembly assembly, Func<MetadataReader, IEnumerable<string>> names)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        return [.. names(file.GetMetadataReader())];
    }
}
