// Takes secrets out of texts that leave the router.
using System.Text.RegularExpressions;

namespace InworldRouter.DataPlane.Egress;

/// <summary>Providers quote the key they refused, whole or in part, and URLs with keys in them (C65).</summary>
public static partial class Redaction
{
    private const string Mask = "***";

    /// <param name="secret">The key that was sent; empty when there was none.</param>
    public static string Clean(string text, string secret)
    {
        // A secret of a few letters is a word, and would mask half the sentence.
        if (secret.Length >= 6)
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        return Shapes().Replace(text, static match => match.Groups["label"].Value + Mask);
    }

    // What vendors' keys look like, also when they are starred out in the middle: sk-…, gsk_…, xai-…, AIza…, and anything behind "Bearer" or "key=".
    [GeneratedRegex(@"(?<label>\b(?:Bearer\s+|(?:api[-_]?)?key=|token=))[^\s""'&,;]{6,}|\b(?:sk|gsk|xai|csk|fw|tgp|pk|rk|LLM)[-_|][A-Za-z0-9_*\-]{8,}|\bAIza[A-Za-z0-9_\-*]{10,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Shapes();
}
