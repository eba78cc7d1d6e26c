// page_size and page_token of a list (api.md 5): "default 50, at most 100, opaque token".
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace InworldRouter.ControlPlane.Routers.Http;

/// <summary>
/// A page is what comes after a name, so that routers that are made or deleted meanwhile neither repeat nor hide others.
/// </summary>
/// <param name="After">The last name of the page before; null for the first page.</param>
public readonly record struct PageRequest(int Size, string? After)
{
    private const int DefaultSize = 50;
    private const int LargestSize = 100;

    // Not a secret: it tells a token of ours from what somebody made up or cut short.
    private const int CheckBytes = 6;

    public static bool TryRead(IQueryCollection query, out PageRequest page, [NotNullWhen(false)] out RouterRefusal? refusal)
    {
        page = default;
        refusal = null;
        var size = First(query, "page_size", "pageSize");
        var token = First(query, "page_token", "pageToken");
        var count = 0;
        // "x >= 0" (S4); 0 is protobuf's unset.
        if (size.Length > 0 && !(int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out count) || IsHuge(size, out count)))
            refusal = RouterRefusal.BadArgument("page_size", $"\"{Short(size)}\" is no size", "expected a whole number of at least 0; 0 = 50, at most 100 are given");
        else if (token.Length > 0 && !TryOpen(token, out var after))
            refusal = RouterRefusal.BadArgument("page_token", "it is none that was given here", "send next_page_token of the page before, unchanged, or leave it out");
        else
            page = new PageRequest(count == 0 ? DefaultSize : Math.Min(count, LargestSize), token.Length > 0 && TryOpen(token, out after) ? after : null);
        return refusal is null;
    }

    /// <summary>The token of the page after a name.</summary>
    public static string TokenAfter(string name)
    {
        var text = Encoding.UTF8.GetBytes(name);
        return WebEncoders.Base64UrlEncode([.. Check(text), .. text]);
    }

    private static bool TryOpen(string token, out string? after)
    {
        after = null;
        try
        {
            var bytes = WebEncoders.Base64UrlDecode(token);
            if (bytes.Length <= CheckBytes || !Check(bytes.AsSpan(CheckBytes)).AsSpan().SequenceEqual(bytes.AsSpan(0, CheckBytes)))
                return false;
            after = Encoding.UTF8.GetString(bytes.AsSpan(CheckBytes));
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static byte[] Check(ReadOnlySpan<byte> name) => SHA256.HashData([.. "page after "u8, .. name])[..CheckBytes];

    private static bool IsHuge(string digits, out int size)
    {
        size = int.MaxValue;
        return digits.All(char.IsAsciiDigit);
    }

    private static string First(IQueryCollection query, string snake, string camel) =>
        query.TryGetValue(snake, out var value) ? value.ToString() : query.TryGetValue(camel, out value) ? value.ToString() : "";

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
