// A token that stands for a service account, ready to be written into requests.
using System.Text;

namespace InworldRouter.DataPlane.Credentials;

/// <param name="Text">The secret itself, for taking it out of texts that go out.</param>
/// <param name="HeaderLines">A complete line that ends in CR LF.</param>
/// <param name="FetchedAt">Timestamp of the request that it answers.</param>
/// <param name="RefreshAt">Timestamp from which another one is wanted.</param>
/// <param name="GoodUntil">Timestamp from which it is not sent any more.</param>
public sealed record AccessToken(string Text, byte[] HeaderLines, long FetchedAt, long RefreshAt, long GoodUntil)
{
    // "refresh ~5 min early" (providers.md C.1); half of the lifetime of a token that does not live twice as long.
    private static readonly TimeSpan RefreshAhead = TimeSpan.FromMinutes(5);

    // A request may be under way for some seconds before its token is looked at.
    private static readonly TimeSpan TravelTime = TimeSpan.FromSeconds(10);

    public static AccessToken Of(string text, TimeSpan lifetime, long fetchedAt, TimeProvider time)
    {
        var ahead = lifetime / 2 < RefreshAhead ? lifetime / 2 : RefreshAhead;
        return new AccessToken(text, Encoding.ASCII.GetBytes($"Authorization: Bearer {text}\r\n"), fetchedAt, After(lifetime - ahead), After(lifetime - TravelTime));

        long After(TimeSpan span) => fetchedAt + (long)(span.TotalSeconds * time.TimestampFrequency);
    }

    public override string ToString() => "AccessToken(***)";
}
