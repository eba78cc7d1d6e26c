// A response as it is kept: for its maker to fetch, to delete and to go on from.
namespace InworldRouter.DataPlane.Responses;

/// <param name="Id">As the caller was told it; <see cref="IsId"/> holds.</param>
/// <param name="Owner">The name of the key that made it: "Responses kept here belong to the key that made them" (api.md 10).</param>
/// <param name="Created">When it was first kept.</param>
/// <param name="Expires">From then on it is as if it had never been.</param>
/// <param name="Response">The response object, byte for byte as it went to the caller.</param>
/// <param name="Input">What it answers as a JSON array of input items: the history before it, then the items of the call.</param>
public sealed record StoredResponse(string Id, string Owner, DateTimeOffset Created, DateTimeOffset Expires, ReadOnlyMemory<byte> Response, ReadOnlyMemory<byte> Input)
{
    // Those of vendors are "resp_" and some 50 digits.
    private const int LongestId = 128;

    /// <summary>What cannot be a path, an option or a piece of SQL.</summary>
    public static bool IsId(ReadOnlySpan<char> id) =>
        id.Length is > 0 and <= LongestId && id[0] != '-' && !id.ContainsAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
}
