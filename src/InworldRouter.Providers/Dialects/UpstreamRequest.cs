// A request as one vendor is to receive it: the caller's bytes with edits, or a body of its own.
using InworldRouter.Providers.Catalog;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Dialects;

/// <summary>What a provider is told of a call when it writes the request for it.</summary>
public readonly ref struct UpstreamCall(ReadOnlySpan<byte> body, ref readonly ChatRequestFields fields, string upstreamModel, bool stream)
{
    private readonly ref readonly ChatRequestFields _fields = ref fields;

    /// <summary>The caller's body, always the original: no attempt sees the edits of another (C72).</summary>
    public ReadOnlySpan<byte> Body { get; } = body;

    /// <summary>Where things stand in <see cref="Body"/>.</summary>
    public ref readonly ChatRequestFields Fields => ref _fields;

    /// <summary>The model's name at this vendor.</summary>
    public string UpstreamModel { get; } = upstreamModel;

    /// <summary>The upstream is asked to stream; the caller need not have.</summary>
    public bool Stream { get; } = stream;

    /// <summary>What the catalog knows of the model, if anything.</summary>
    public ModelFacts? Facts { get; init; }

    /// <summary>The project and location to call, at a vendor that has them; null elsewhere.</summary>
    public CloudAccount? Account { get; init; }

    /// <summary>Whether the model reasons; null when the catalog does not know the model.</summary>
    public bool? Reasons => Facts is null ? null : (Facts.Capabilities & ModelCapabilities.Reasoning) != 0;

    /// <summary>The same call with its members elsewhere in the same body.</summary>
    internal UpstreamCall With(ref readonly ChatRequestFields elsewhere) =>
        new(Body, in elsewhere, UpstreamModel, Stream) { Facts = Facts, Account = Account, WithoutStreamOptions = WithoutStreamOptions };

    /// <summary>The vendor refused <c>stream_options</c> on an earlier try of this attempt (C15).</summary>
    public bool WithoutStreamOptions { get; init; }
}

/// <summary>Where a provider writes the request. Reused from call to call.</summary>
public sealed class UpstreamRequest : IDisposable
{
    /// <summary>Edits to the caller's body, when the vendor speaks the caller's dialect.</summary>
    public JsonPatch Patch { get; } = new();

    public void Reset() => Patch.Clear();

    public void Dispose() => Patch.Dispose();
}
