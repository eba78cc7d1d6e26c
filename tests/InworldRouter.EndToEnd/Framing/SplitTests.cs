// However an upstream's bytes are cut, the caller gets the same events.
using System.Text;
using InworldRouter.EndToEnd.Infrastructure;

namespace InworldRouter.EndToEnd.Framing;

public sealed class SplitTests
{
    // Two, three and four byte characters, an escaped one and a line end within a string.
    private const string Text = "Grüße, 世界 🌍 \n\"quoted\" — done";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        string.Concat(Wire.Stream("Grüße, ", "世界 🌍 ", "\n\"quoted\"", " — done").Append("[DONE]").Select(e => $"data: {e}\n\n")));

    [Fact]
    public async Task C01_EventsSplitAtEveryByte_AreTheSame()
    {
        var split = 0;
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.PieceAsync(Body.AsMemory(0, split));
            await call.PieceAsync(Body.AsMemory(split));
            await call.EndAsync();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        for (; split < Body.Length; split++)
        {
            var data = await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
            Assert.True(data.TextOf() == Text && data[^1] == "[DONE]", $"cut after byte {split}: {string.Join('\n', data)}");
        }
    }

    [Fact]
    public async Task C01_C02_AByteAtATime_IsTheSame()
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            foreach (var b in Body)
                await call.PieceAsync(new[] { b });
            await call.EndAsync();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var data = await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        Assert.Equal(Text, data.TextOf());
    }

    [Fact]
    public async Task C02_CharactersSplitAcrossReads_AreWhole()
    {
        var middle = Body.AsSpan().IndexOf("🌍"u8) + 2;
        var firstHalfSeen = new TaskCompletionSource();
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.PieceAsync(Body.AsMemory(0, middle));
            // The router has read the first half before the second is sent: the caller has its first events.
            await firstHalfSeen.Task.In();
            await call.PieceAsync(Body.AsMemory(middle));
            await call.EndAsync();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        using var client = await router.OpenStreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        var data = new List<string> { (await client.ReadDataAsync())!, (await client.ReadDataAsync())! };
        firstHalfSeen.SetResult();
        data.AddRange(await client.ReadAllDataAsync());
        Assert.Equal(Text, data.TextOf());
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task C01_AnyLineEnd_EndsALine(string lineEnd)
    {
        var body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Body).Replace("\n", lineEnd, StringComparison.Ordinal));
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            foreach (var piece in body.Chunk(7))
                await call.PieceAsync(piece);
            await call.EndAsync();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var data = await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        Assert.Equal(Text, data.TextOf());
        Assert.Equal("[DONE]", data[^1]);
    }

    [Fact]
    public async Task C01_LastEventWithoutItsBlankLine_IsStillRead()
    {
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.PieceAsync(Body[..^2]);
            await call.EndAsync();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var data = await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        Assert.Equal(Text, data.TextOf());
        Assert.Equal("[DONE]", data[^1]);
    }

    [Fact]
    public async Task C01_AnEventOfManyMegabytes_IsRelayedWhole()
    {
        var image = new string('A', 5 * 1024 * 1024);
        await using var upstream = FakeUpstream.Always(async call =>
        {
            await call.BeginStreamAsync();
            await call.EventAsync(Wire.Role());
            var data = Encoding.ASCII.GetBytes($"data: {Wire.Content(image)}\n\n");
            foreach (var piece in data.Chunk(10_000))
                await call.PieceAsync(piece);
            await call.EventAsync(Wire.Finish());
            await call.EventAsync("[DONE]");
            await call.EndAsync();
        });
        await using var router = await NativeRouter.StartAsync(RouterConfig.For(("openai", upstream)));
        var data = await router.StreamAsync(Wire.Chat("openai/gpt-4o", stream: true));
        Assert.Equal(image, data.TextOf());
    }
}
