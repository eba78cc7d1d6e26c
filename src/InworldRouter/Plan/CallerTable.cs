// The configured keys, by every form in which a credential may be presented.
using System.Collections.Frozen;
using InworldRouter.DataPlane.Auth;

namespace InworldRouter.Plan;

/// <summary>Who may call, and what.</summary>
public sealed class CallerTable
{
    /// <summary>
    /// Presented credential → caller: the key itself and its Basic forms (base64 of it, and of <c>key:</c>, with and without padding),
    /// so that a request costs one look-up and no decoding (api.md 2). Its comparer is <see cref="CredentialComparer"/>.
    /// </summary>
    public required FrozenDictionary<string, Caller> ByCredential { get; init; }

    /// <summary>The caller of a request without a credential; null = none is let in.</summary>
    public required Caller? Anonymous { get; init; }
}
