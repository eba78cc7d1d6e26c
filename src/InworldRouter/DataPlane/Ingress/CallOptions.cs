// The router's options of one call, from the root or a literal extra_body, read once.
using InworldRouter.DataPlane.Routing;

namespace InworldRouter.DataPlane.Ingress;

/// <summary>Those of the options that a named router's variant may give instead.</summary>
[Flags]
public enum OptionKeys : byte
{
    None = 0,
    Models = 1,
    Ignore = 2,
    Sort = 4,
    Provider = 8,
    Fallback = 16,

    /// <summary><c>reasoning.exclude</c></summary>
    ExcludeReasoning = 32,
}

/// <summary>Most calls have none, and then nothing here is more than a default.</summary>
public sealed class CallOptions
{
    /// <summary>The value of <c>model</c> as the caller wrote it.</summary>
    public string Model { get; set; } = "";

    /// <summary>What the request has said itself, were it only an empty list.</summary>
    public OptionKeys Given { get; set; }

    public bool Stream { get; set; }

    public bool IncludeUsage { get; set; }

    /// <summary><c>models</c>: ids of models, and in <c>auto</c> whole providers.</summary>
    public string[] Models { get; set; } = [];

    /// <summary><c>ignore</c>: ids of models, or whole providers.</summary>
    public string[] Ignore { get; set; } = [];

    /// <summary><c>sort</c>; empty when nothing was asked for.</summary>
    public SortOrder Sort { get; set; }

    /// <summary><c>provider.order</c></summary>
    public string[] ProviderOrder { get; set; } = [];

    /// <summary><c>provider.allow_fallbacks</c></summary>
    public bool AllowFallbacks { get; set; } = true;

    /// <summary><c>fallback.ttft_timeout</c></summary>
    public TimeSpan? TtftTimeout { get; set; }

    /// <summary><c>reasoning.exclude</c></summary>
    public bool ExcludeReasoning { get; set; }

    public void Reset()
    {
        Model = "";
        Stream = IncludeUsage = ExcludeReasoning = false;
        Models = Ignore = ProviderOrder = [];
        Sort = default;
        Given = OptionKeys.None;
        AllowFallbacks = true;
        TtftTimeout = null;
    }
}
