// A model that can be called: its id, its name at the provider, what is known and what has been measured of it.
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using InworldRouter.DataPlane.Attempts;
using InworldRouter.Providers.Catalog;

namespace InworldRouter.Plan;

public sealed class ModelPlan
{
    /// <summary><c>provider/model</c></summary>
    public required string Id { get; init; }

    public required ProviderPlan Provider { get; init; }

    /// <summary>Its name at the provider: what stands behind the first slash of the id.</summary>
    public required string UpstreamName
    {
        get;
        init
        {
            field = value;
            Family = ModelFamilies.Of(value);
        }
    }

    /// <summary><see cref="Id"/> as a JSON string, quotes included.</summary>
    public required byte[] IdJson { get; init; }

    /// <summary>From the catalog, overridden by the configuration; null for a model that nobody has described.</summary>
    public required ModelFacts? Facts { get; init; }

    /// <summary>From <see cref="UpstreamName"/>; where <see cref="Facts"/> say something of the same, they win.</summary>
    public ModelFamily Family { get; private init; } = ModelFamily.None;

    /// <summary>What this router has measured of it; outlives plans.</summary>
    public required ModelStatistics Statistics { get; init; }

    /// <summary>When it may be tried again; outlives plans.</summary>
    public required Cooldown Cooldown { get; init; }

    /// <summary>It was called by its full id without being in the plan: its name is the caller's, and there is no end of those.</summary>
    public bool IsAdHoc { get; private init; }

    /// <summary>A model that nobody has described.</summary>
    public static ModelPlan AdHoc(string id, ProviderPlan provider, string upstreamName, ModelStatistics statistics, Cooldown cooldown) => new()
    {
        Id = id,
        Provider = provider,
        UpstreamName = upstreamName,
        IdJson = Quote(id),
        Facts = null,
        Statistics = statistics,
        Cooldown = cooldown,
        IsAdHoc = true,
    };

    /// <summary>What <see cref="IdJson"/> is of an id.</summary>
    public static byte[] Quote(string id) => [(byte)'"', .. JsonEncodedText.Encode(id, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'];
}

/// <summary>All models of a plan.</summary>
public sealed class ModelTable
{
    /// <summary>By full id, the ids' own aliases included.</summary>
    public required FrozenDictionary<string, ModelPlan> ById { get; init; }

    /// <summary>By bare name (lower case is not forced: names are as the catalog and the configuration spell them).</summary>
    public required FrozenDictionary<string, ModelPlan[]> ByBareName { get; init; }

    /// <summary>Each model once, in the order of <c>/v1/models</c>.</summary>
    public required ModelPlan[] All { get; init; }
}
