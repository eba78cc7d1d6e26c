// /metrics: what was recorded is told, in the format that Prometheus reads, and never grows without end.
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using InworldRouter.Plan;
using InworldRouter.Providers;
using InworldRouter.Providers.Dialects;
using InworldRouter.Telemetry;
using InworldRouter.Tests.ControlPlane;

namespace InworldRouter.Tests.Telemetry;

public sealed partial class RouterMetricsTests
{
    private readonly RouterPlan _plan = TestCatalog.Compile("""{ "providers": { "openai": { "apiKey": "sk" }, "groq": { "apiKey": "gsk" } } }""");
    private readonly RouterMetrics _metrics = new();

    [Fact]
    public void WhatWasRecorded_IsTold()
    {
        var model = _plan.Models.ById["openai/gpt-x"];
        _metrics.CallBegan();
        _metrics.CallBegan();
        _metrics.CallBegan();
        _metrics.CallEnded(200, stream: true, TimeSpan.FromMicroseconds(150));
        _metrics.CallEnded(429, stream: false, TimeSpan.FromMicroseconds(20), EndpointKind.Models);
        _metrics.AttemptSucceeded("openai", model, TimeSpan.FromMilliseconds(250));
        _metrics.AttemptFailed("openai", model, FailureKind.RateLimited);
        _metrics.AttemptFailed("groq", _plan.Models.ById["groq/meta/llama-70b"], FailureKind.RateLimited);
        _metrics.TokensUsed(model, new TokenUsage(100, 20) { Cached = 40 });

        var lines = Lines();

        string[] expected =
        [
            "inworld_router_requests_total{endpoint=\"chat_completions\",stream=\"true\",status=\"2xx\"} 1",
            "inworld_router_requests_total{endpoint=\"models\",stream=\"false\",status=\"4xx\"} 1",
            "inworld_router_requests_in_flight 1",
            "inworld_router_overhead_seconds_bucket{le=\"0.00002\"} 1",
            "inworld_router_overhead_seconds_bucket{le=\"0.0001\"} 1",
            "inworld_router_overhead_seconds_bucket{le=\"0.0002\"} 2",
            "inworld_router_overhead_seconds_bucket{le=\"+Inf\"} 2",
            "inworld_router_overhead_seconds_sum 0.00017",
            "inworld_router_overhead_seconds_count 2",
            "inworld_router_attempts_total{provider=\"openai\",model=\"openai/gpt-x\",outcome=\"success\"} 1",
            "inworld_router_attempts_total{provider=\"openai\",model=\"openai/gpt-x\",outcome=\"rate_limited\"} 1",
            "inworld_router_failures_total{kind=\"rate_limited\"} 2",
            "inworld_router_ttft_seconds_bucket{provider=\"openai\",model=\"openai/gpt-x\",le=\"0.2\"} 0",
            "inworld_router_ttft_seconds_bucket{provider=\"openai\",model=\"openai/gpt-x\",le=\"0.3\"} 1",
            "inworld_router_ttft_seconds_count{provider=\"openai\",model=\"openai/gpt-x\"} 1",
            "inworld_router_tokens_total{provider=\"openai\",model=\"openai/gpt-x\",direction=\"input\"} 100",
            "inworld_router_tokens_total{provider=\"openai\",model=\"openai/gpt-x\",direction=\"output\"} 20",
            "inworld_router_tokens_total{provider=\"openai\",model=\"openai/gpt-x\",direction=\"cached_input\"} 40",
            "inworld_router_upstream_in_flight{provider=\"groq\"} 0",
        ];
        Assert.Empty(expected.Except(lines));
        Assert.DoesNotContain(lines, line => line.Contains("direction=\"reasoning\"", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryLine_IsOfTheFormat_AndEveryNameIsDescribedOnce()
    {
        _metrics.AttemptSucceeded("openai", Named("a\"b\\c\nd"), TimeSpan.FromSeconds(1));
        _metrics.CallEnded(200, stream: true, TimeSpan.FromSeconds(1));

        var described = new HashSet<string>();
        foreach (var line in Text().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                Assert.True(described.Add(line.Split(' ')[2]), line);
            else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
                Assert.Contains(Family(Sample().Match(line)), described);
        }

        static string Family(Match sample)
        {
            Assert.True(sample.Success);
            return HistogramSuffix().Replace(sample.Groups["name"].Value, "");
        }
    }

    [Fact]
    public void C98_NamesThatCallersMakeUp_ShareOneSeries()
    {
        var provider = _plan.Providers["openai"];
        for (var i = 0; i < 10_000; i++)
        {
            var made = _plan.AdHocModels.Get(provider, i.ToString(CultureInfo.InvariantCulture));
            _metrics.AttemptFailed("openai", made, FailureKind.ModelNotFound);
        }

        Assert.Contains("inworld_router_attempts_total{provider=\"openai\",model=\"other\",outcome=\"model_not_found\"} 10000", Lines());
        Assert.InRange(Text().Length, 0, 20_000);
    }

    [Fact]
    public void C98_EvenDescribedModels_HaveAnEnd()
    {
        for (var i = 0; i < 10_000; i++)
            _metrics.AttemptFailed("openai", Named($"m{i}"), FailureKind.ModelNotFound);

        var lines = Lines();
        Assert.InRange(lines.Count(l => l.StartsWith("inworld_router_attempts_total", StringComparison.Ordinal)), 1000, 3000);
        Assert.Contains("inworld_router_attempts_total{provider=\"other\",model=\"other\",outcome=\"model_not_found\"} 8000", lines);
    }

    [Fact]
    public void NothingIsLost_WhenManyRecordAtOnce()
    {
        var model = _plan.Models.ById["openai/gpt-x"];

        Parallel.For(0, 100_000, i =>
        {
            _metrics.CallBegan();
            _metrics.AttemptSucceeded("openai", model, TimeSpan.FromMilliseconds(i % 1000));
            _metrics.CallEnded(200, stream: false, TimeSpan.FromMicroseconds(i % 100));
        });

        var lines = Lines();
        Assert.Contains("inworld_router_requests_total{endpoint=\"chat_completions\",stream=\"false\",status=\"2xx\"} 100000", lines);
        Assert.Contains("inworld_router_overhead_seconds_bucket{le=\"+Inf\"} 100000", lines);
        Assert.Contains("inworld_router_ttft_seconds_count{provider=\"openai\",model=\"openai/gpt-x\"} 100000", lines);
        Assert.Contains("inworld_router_requests_in_flight 0", lines);
    }

    [Fact]
    public void Recording_AllocatesNothing()
    {
        var model = _plan.Models.ById["openai/gpt-x"];
        var made = _plan.AdHocModels.Get(_plan.Providers["openai"], "made-up");
        Record();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Record();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Record()
        {
            _metrics.CallBegan();
            _metrics.AttemptSucceeded("openai", model, TimeSpan.FromMilliseconds(3));
            _metrics.AttemptFailed("openai", made, FailureKind.Connect);
            _metrics.TokensUsed(model, new TokenUsage(1, 2));
            _metrics.CallEnded(200, stream: true, TimeSpan.FromMicroseconds(30));
        }
    }

    [GeneratedRegex("""^(?<name>[a-z_]+)(\{[a-z_]+="([^"\\]|\\["\\n])*"(,[a-z_]+="([^"\\]|\\["\\n])*")*\})? -?[0-9.]+$""")]
    private static partial Regex Sample();

    [GeneratedRegex("(?<=_seconds)_(bucket|sum|count)$")]
    private static partial Regex HistogramSuffix();

    private ModelPlan Named(string name) => new()
    {
        Id = $"openai/{name}",
        Provider = _plan.Providers["openai"],
        UpstreamName = name,
        IdJson = [],
        Facts = null,
        Statistics = new(TimeProvider.System),
        Cooldown = new(TimeProvider.System),
    };

    private HashSet<string> Lines() => [.. Text().Split('\n')];

    private string Text()
    {
        var output = new ArrayBufferWriter<byte>();
        _metrics.Write(output, _plan);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
