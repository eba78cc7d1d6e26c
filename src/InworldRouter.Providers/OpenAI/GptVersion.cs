// What the number in a gpt model's name says of its reasoning where the catalog has no column for it.
using System.Globalization;

namespace InworldRouter.Providers.OpenAI;

/// <summary><c>gpt-5.4-mini</c> is 5.4; a model that is no gpt with a number is 0.0.</summary>
/// <param name="Number">Major times 100 plus minor: names are compared as numbers, 5.10 after 5.9.</param>
internal readonly record struct GptVersion(int Number, bool IsPro)
{
    /// <summary>
    /// "gpt-5.4, 5.5, 5.6 and later reject function tools on /v1/chat/completions unless reasoning_effort:"none"" (providers.md A2). The pro models
    /// cannot be called so at all.
    /// </summary>
    public bool RefusesToolsWhileReasoning => Number >= 504 && !IsPro;

    /// <summary>"5.1, 5.2, 5.3: opt-in, default none"; "5.4 default none; 5.5/5.6 reason by default" (providers.md D.6). Null: it reasons.</summary>
    public Effort? DefaultEffort => Number is >= 501 and <= 504 && !IsPro ? Effort.None : null;

    public static GptVersion Of(ReadOnlySpan<char> model)
    {
        if (!model.StartsWith("gpt-", StringComparison.Ordinal))
            return default;
        var rest = model[4..];
        var end = rest.IndexOfAnyExcept("0123456789.");
        var number = end < 0 ? rest : rest[..end];
        var dot = number.IndexOf('.');
        var minor = 0;
        if (!int.TryParse(dot < 0 ? number : number[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || dot >= 0 && !int.TryParse(number[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out minor))
            return default;
        return new GptVersion(major * 100 + minor, model.Contains("-pro", StringComparison.Ordinal));
    }
}
