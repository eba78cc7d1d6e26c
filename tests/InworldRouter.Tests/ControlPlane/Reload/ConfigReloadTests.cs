// Reload: changes are found however they come, bad ones change nothing, calls keep the plan they began with.
using System.Runtime.InteropServices;
using InworldRouter.ControlPlane;
using InworldRouter.ControlPlane.Configuration;
using InworldRouter.ControlPlane.Reload;
using InworldRouter.Plan;

namespace InworldRouter.Tests.ControlPlane.Reload;

public sealed class ConfigReloadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("inworld-router-reload-").FullName;
    private readonly StringWriter _error = new();
    private readonly string _file;
    private readonly PlanHolder _plans;
    private readonly ConfigReload _reload;

    public ConfigReloadTests()
    {
        // As Kubernetes mounts it: the file is a link into a folder that is itself behind a link.
        Version("v1", Limit(1));
        File.CreateSymbolicLink(Path.Combine(_folder, "..data"), "v1");
        _file = Path.Combine(_folder, "router.json");
        File.CreateSymbolicLink(_file, Path.Combine("..data", "router.json"));
        var source = PlanSource.Of(_file, null, _ => null, TestCatalog.Small, new LiveState(TimeProvider.System));
        var loaded = source.Load(new ConfigProblems())!;
        _plans = new PlanHolder(loaded.Plan);
        _reload = new ConfigReload(source, plan => _plans.Publish(plan.Plan), loaded, _error, TimeProvider.System);
    }

    private int InForce => _plans.Current.Limits.MaxQueue;

    public void Dispose()
    {
        _reload.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void C93_AValidChange_IsPublished_AndTheOldPlanStaysWhatItWas()
    {
        var pinned = _plans.Current;
        File.WriteAllText(_file, Limit(2));

        _reload.ReloadIfChanged();

        Assert.Equal((2, 1), (InForce, pinned.Limits.MaxQueue));
        Assert.Equal((2, 1), (_plans.Current.Version, pinned.Version));
        Assert.Same(pinned.Models.ById["openai/gpt-x"].Statistics, _plans.Current.Models.ById["openai/gpt-x"].Statistics);
    }

    [Theory]
    [InlineData("{ \"providers\": { \"openai\": { \"apiKey\": \"sk\" } }, \"limits\": { \"maxQueue\": -1, \"maxBodyBytes\": \"x\" } }", "limits.maxQueue: ", "limits.maxBodyBytes: ")]
    [InlineData("{ \"providers\": ", "router.json: not JSON at line 1, ", "")]
    [InlineData("", "router.json: not JSON at line 1, ", "")]
    public void C93_AnInvalidChange_IsReported_AndTheLastGoodPlanStays(string text, params string[] expected)
    {
        File.WriteAllText(_file, text);

        _reload.ReloadIfChanged();

        Assert.Equal(1, InForce);
        Assert.All(expected, words => Assert.Contains(words, _error.ToString(), StringComparison.Ordinal));
        Assert.Contains("reload: refused; the last good configuration stays in force", _error.ToString(), StringComparison.Ordinal);
        File.WriteAllText(_file, Limit(3));
        _reload.ReloadIfChanged();
        Assert.Equal(3, InForce);
    }

    [Fact]
    public void AFileThatIsGone_ChangesNothing()
    {
        File.Delete(_file);

        _reload.ReloadIfChanged();

        Assert.Equal(1, InForce);
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public void AFileThatWasOnlyTouched_IsNotReadAgain()
    {
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "v1", "router.json"), DateTime.UtcNow.AddDays(1));

        _reload.ReloadIfChanged();

        Assert.Equal(1, _plans.Current.Version);
    }

    [Fact]
    public async Task AWatchedFile_IsFoundChanged_WhenWritten_Replaced_AndSwapped()
    {
        _reload.Start();

        await Published(() => File.WriteAllText(_file, Limit(2)));
        Assert.Equal(2, InForce);

        // An editor: another file, renamed over.
        var temporary = Path.Combine(_folder, "router.json~");
        await Published(() =>
        {
            File.WriteAllText(temporary, Limit(3));
            File.Move(temporary, _file, overwrite: true);
        });
        Assert.Equal(3, InForce);
    }

    [Fact]
    public async Task AWatchedFile_IsFoundChanged_WhenKubernetesSwapsItsFolder()
    {
        _reload.Start();

        await Published(() =>
        {
            Version("v2", Limit(4));
            var link = Path.Combine(_folder, "..data_tmp");
            File.CreateSymbolicLink(link, "v2");
            Rename(link, Path.Combine(_folder, "..data"));
        });

        Assert.Equal(4, InForce);
    }

    [Fact]
    public void ReloadNow_ReadsAgain_WhateverTheFileHolds()
    {
        Assert.True(_reload.Reload());

        Assert.Equal(2, _plans.Current.Version);
    }

    [Fact]
    public void OtherListeners_AreForTheNextStart()
    {
        File.WriteAllText(_file, """{ "providers": { "openai": { "apiKey": "sk" } }, "listen": ["http://127.0.0.1:9"] }""");

        Assert.True(_reload.Reload());

        Assert.Contains("reload: listen: the addresses are taken up at the next start", _error.ToString(), StringComparison.Ordinal);
    }

    private static string Limit(int queue) => $$"""{ "providers": { "openai": { "apiKey": "sk" } }, "limits": { "maxQueue": {{queue}} } }""";

    private void Version(string name, string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "router.json"), text);
    }

    private async Task Published(Action change)
    {
        var published = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reload.Tried += OnTried;
        change();
        await published.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        _reload.Tried -= OnTried;

        void OnTried(bool done)
        {
            if (done)
                published.TrySetResult();
        }
    }

    // What kubelet does: rename(2) over the link itself, which File.Move would follow.
    private static void Rename(string from, string to) => Assert.Equal(0, RenameFile(from, to));

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static extern int RenameFile([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
}
