// The two routers that a demo begins with: examples to call, to read and to change.
using InworldRouter.ControlPlane.Routers.Model;
using InworldRouter.ControlPlane.Routers.Store;
using InworldRouter.ControlPlane.Routers.Validation;

namespace InworldRouter.ControlPlane.Routers.Demo;

public static class DemoRouters
{
    private static readonly string[] Files = ["support.json", "ab-test.json"];

    /// <summary>A store in memory that holds them: what a visitor changes is gone with the demo.</summary>
    public static IRouterStore Store() => new MemoryRouterStore([.. Files.Select(Read)]);

    private static StoredRouter Read(string file)
    {
        using var resource = typeof(DemoRouters).Assembly.GetManifestResourceStream($"demo/{file}")!;
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        var reading = RouterReader.Read(bytes.ToArray());
        var router = CheckedRouter.Of(reading.Document!, null, reading.Problems)
            ?? throw new InvalidOperationException($"{file}: {string.Join("; ", reading.Problems)}");
        return StoredRouter.Of(router.Name, router.Json);
    }
}
