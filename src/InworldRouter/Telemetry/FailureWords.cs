// The kinds of failure as label values: RateLimited → rate_limited.
using System.Text;
using InworldRouter.Providers;

namespace InworldRouter.Telemetry;

public static class FailureWords
{
    private static readonly string[] Words = [.. Enum.GetNames<FailureKind>().Select(Snake)];

    public static int Count => Words.Length;

    public static string Of(FailureKind kind) => Words[(int)kind];

    private static string Snake(string name)
    {
        var word = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && word.Length > 0)
                word.Append('_');
            word.Append(char.ToLowerInvariant(letter));
        }
        return word.ToString();
    }
}
