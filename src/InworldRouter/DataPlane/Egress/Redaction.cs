// Takes secrets out of texts that leave the router.
using System.Text;
using System.Text.RegularExpressions;
using InworldRouter.Providers;

namespace InworldRouter.DataPlane.Egress;

/// <summary>Providers quote the key they refused, whole or in part, encoded or not, and URLs with keys in them (C65).</summary>
public static partial class Redaction
{
    private const string Mask = "***";

    private static readonly IEqualityComparer<char> CaseBlind = EqualityComparer<char>.Create(static (a, b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b));

    // A secret of a few letters is a word, and would mask half the sentence.
    private const int ShortestSecret = 6;

    // So much of a key's beginning is as good as the key for recognising it; vendors show less ("sk-abc…wxyz").
    private const int TellingPrefix = 12;

    /// <summary>Every word of the failure that came from the provider.</summary>
    /// <param name="secret">The key that was sent; empty when there was none.</param>
    public static UpstreamFailure Clean(UpstreamFailure failure, string secret) => failure with
    {
        Message = Clean(failure.Message, secret),
        Type = failure.Type is { } type ? Clean(type, secret) : null,
        Code = failure.Code is { } code ? Clean(code, secret) : null,
        Param = failure.Param is { } param ? Clean(param, secret) : null,
    };

    public static string Clean(string text, string secret)
    {
        if (secret.Length >= ShortestSecret)
        {
            text = Cut(text, secret);
            text = Cut(text, Uri.EscapeDataString(secret));
            text = Cut(text, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('='));
        }
        return Shapes().Replace(text, static match => match.Groups["label"].Value + Mask);
    }

    // The form itself, or its beginning and as much more of it as follows.
    private static string Cut(string text, string form)
    {
        var prefix = form[..Math.Min(form.Length, TellingPrefix)];
        for (var at = text.IndexOf(prefix, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(prefix, at + Mask.Length, StringComparison.OrdinalIgnoreCase))
        {
            var length = text.AsSpan(at).CommonPrefixLength(form, CaseBlind);
            text = string.Concat(text.AsSpan(0, at), Mask, text.AsSpan(at + length));
            if (at + Mask.Length > text.Length)
                break;
        }
        return text;
    }

    // In order: what follows "Bearer" and is no word; values of key=, api_key=, token=, access_token= and of the header api-key; keys by their
    // vendors' prefixes; and whatever is starred out in the middle.
    [GeneratedRegex(
        """
        (?<label>\bBearer\s+)(?=[^\s"'&,;]*[0-9]|[^\s"'&,;]{20})[^\s"'&,;]{6,}
        |(?<label>(?<![A-Za-z0-9])(?:key|token)=|\bapi[-_]?key=|\bapi-key:\s*)[^\s"'&,;]{6,}
        |\b(?:sk|gsk|xai|csk|fw|tgp|pk|rk|LLM)[-_|][A-Za-z0-9_*\-]{8,}
        |\bAIza[A-Za-z0-9_\-*]{10,}
        |(?<![A-Za-z0-9_\-])[A-Za-z0-9_\-]{2,}\*{3,}[A-Za-z0-9_\-]*
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Shapes();
}
