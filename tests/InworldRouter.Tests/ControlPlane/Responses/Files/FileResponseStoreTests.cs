// Files keep the contract: whole, private, swept when they have expired, and nowhere else than in their folder.
using InworldRouter.ControlPlane.Responses.Files;
using InworldRouter.DataPlane.Responses;
using InworldRouter.Plan;

namespace InworldRouter.Tests.ControlPlane.Responses.Files;

public sealed class FileResponseStoreTests : ResponseStoreContract, IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("inworld-response-store-").FullName;
    private readonly ManualTime _time = new(Now);

    public void Dispose()
    {
        Directory.Delete(_path, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task ARestart_LosesNothing()
    {
        await using (var store = Open())
            await store.SaveAsync(Of("resp_1ab", "{}"), Stop);

        await using var later = Open();

        Assert.NotNull(await later.FindAsync("resp_1ab", Stop));
        Assert.Equal(["responses/ab/resp_1ab.json"], Files());
        // What people wrote is for the router's user alone.
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(_path, "responses")));
    }

    [Fact]
    public async Task WhatHasExpired_IsSwept_OnceAnHour()
    {
        await using var store = Open();
        await store.SaveAsync(Of("resp_old", "{}"), Stop);
        await store.SaveAsync(Of("resp_new", "{}") with { Expires = Now + TimeSpan.FromDays(60) }, Stop);
        // What a killed process left has the time at which it was written.
        var left = Path.Combine(_path, "responses", "ld", ".0123456789abcdef.tmp");
        await File.WriteAllTextAsync(left, "{", Stop);
        File.SetLastWriteTimeUtc(left, Now.UtcDateTime);
        _time.Advance(TimeSpan.FromDays(31));

        await store.SaveAsync(Of("resp_now", "{}") with { Expires = Now + TimeSpan.FromDays(61) }, Stop);

        await Patience.UntilAsync(() => Files().Length == 2);
        Assert.Equal(["responses/ew/resp_new.json", "responses/ow/resp_now.json"], Files());
    }

    // A machine that failed may leave a file of nothing: "no fsync".
    [Theory]
    [InlineData("")]
    [InlineData("{\"id\":\"resp_1ab\",\"owner\":\"de")]
    [InlineData("""{"id":"resp_2ab","owner":"dev","created":1,"expires":9,"response":{},"input":[]}""")]
    public async Task WhatIsCutShort_OrAnothers_IsNone(string content)
    {
        await using var store = Open();
        await store.SaveAsync(Of("resp_1ab", "{}"), Stop);
        await File.WriteAllTextAsync(Path.Combine(_path, "responses/ab/resp_1ab.json"), content, Stop);

        Assert.Null(await store.FindAsync("resp_1ab", Stop));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task NoId_LeadsOutOfTheFolder(string id)
    {
        await using var store = Open();

        await Assert.ThrowsAsync<ArgumentException>(() => store.SaveAsync(Of(id, "{}"), Stop));
    }

    [Fact]
    public async Task WhatCannotBeWritten_IsSaid_WithThePath()
    {
        await File.WriteAllTextAsync(Path.Combine(_path, "responses"), "no folder", Stop);
        await using var store = Open();

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.SaveAsync(Of("resp_1ab", "{}"), Stop));

        Assert.StartsWith($"the response store cannot write {_path}/responses/ab/resp_1ab.json: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhetherItCanBeWritten_IsFoundOut_WithoutATrace()
    {
        Assert.Null(FileResponseStore.WhyUnwritable(Path.Combine(_path, "a/b")));
        Assert.NotNull(FileResponseStore.WhyUnwritable("/proc/nowhere"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_path));
    }

    protected override IResponseStore Open() => new FileResponseStore(_path, _time);

    private string[] Files() => [.. Directory.EnumerateFiles(_path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_path, file)).Order(StringComparer.Ordinal)];
}
