// Processes that are killed while they save, and several on one folder.
namespace InworldRouter.Tests.ControlPlane.Routers.Store.Files;

public sealed class OtherProcessTests : IDisposable
{
    private readonly RouterFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // "survives kill -9 at any instant": whatever was acknowledged is there, and nothing is half there.
    [Fact]
    public async Task AProcessKilledAtAnyInstant_LeavesEveryRouterWhole_AndLosesNothingItAcknowledged()
    {
        var chance = new Random(20261121);
        for (var kill = 0; kill < 12; kill++)
        {
            var acknowledged = new Dictionary<string, int>();
            using (var process = OtherProcess.Endlessly(_folder.Path))
            {
                for (var saves = 1 + chance.Next(20); saves > 0; saves--)
                    Acknowledge(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).Soon());
                // At a random instant, or at the worst: something is there that has not its length yet.
                if (kill % 3 == 0)
                    Thread.SpinWait(chance.Next(200_000));
                else
                    SpinWait.SpinUntil(SomethingIsHalfWritten, TimeSpan.FromSeconds(20));
                process.Kill();
                // What it said before it died.
                while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).Soon() is { } line)
                    Acknowledge(line);
                await process.WaitForExitAsync(TestContext.Current.CancellationToken).Soon();
            }

            await using var view = await _folder.ViewAsync();

            Assert.Empty(view.Refused);
            Assert.All(acknowledged, saved => Assert.InRange(view[saved.Key]!.Count(), saved.Value, saved.Value + 1));
            Assert.DoesNotContain(_folder.Names(), name => name.EndsWith(".tmp", StringComparison.Ordinal));

            void Acknowledge(string? line)
            {
                var words = line!.Split(' ');
                if (words.Length == 2 && int.TryParse(words[1], out var count))
                    acknowledged[words[0]] = count;
            }
        }
    }

    [Fact]
    public async Task SeveralProcessesOnOneFolder_LoseNothing()
    {
        await using var view = await _folder.ViewAsync();
        await view.SaveAsync(Routers.Counting("a", 0), null);

        using var one = OtherProcess.Increment(_folder.Path, 50);
        using var other = OtherProcess.Increment(_folder.Path, 50);
        for (var i = 0; i < 50; i++)
            await view.IncrementAsync("a");
        await one.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await other.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Equal((0, 0), (one.ExitCode, other.ExitCode));
        await using var later = await _folder.ViewAsync();
        Assert.Equal(150, later["a"]!.Count());
        Assert.Equal([".lock", "a.json"], _folder.Names());
    }

    private bool SomethingIsHalfWritten() => _folder.Names().Any(name =>
    {
        var file = new FileInfo(_folder.File(name));
        return name != ".lock" && file.Exists && file.Length < OtherProcess.Padding;
    });
}
