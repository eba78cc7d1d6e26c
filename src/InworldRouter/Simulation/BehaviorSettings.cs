// The one table of what can be set, in a scenario file (camelCase) and by a request's headers (x-sim-kebab-case) alike.
using System.Globalization;
using InworldRouter.ControlPlane.Configuration;

namespace InworldRouter.Simulation;

/// <summary>One setting: its name in a file, its header, the form its value must have, and how that value is applied.</summary>
internal sealed record BehaviorSetting(string Name, string Header, string Form, string Meaning, BehaviorSetting.Apply TryApply)
{
    /// <summary>False when the text has not the setting's form; the behaviour is then unchanged.</summary>
    internal delegate bool Apply(ref Behavior behavior, ReadOnlySpan<char> text);
}

/// <summary>
/// <code>
/// file              header                    value            meaning
/// ttft              x-sim-ttft                duration, range  from the request to the first content token
/// delay             x-sim-delay               duration, range  to the whole JSON answer; not set: ttft + tokens at their rate
/// tokensPerSecond   x-sim-tokens-per-second   number           pace of the content; 0: as fast as the connection takes it
/// tokens            x-sim-tokens              integer          length of the answer; not set: the echo and no more
/// text              x-sim-text                text             what is said instead of the echo
/// reasoningTokens   x-sim-reasoning-tokens    integer          reasoning before the answer, signed where the dialect signs
/// status            x-sim-status              400 to 599       an HTTP error instead of an answer, as the dialect says it: 503 is 529 at Anthropic
/// errorRate         x-sim-error-rate          0 to 1           the share of calls that get that error (status 500 if not set)
/// retryAfter        x-sim-retry-after         duration         sent with the error, in the headers or, at Google, the body
/// rateLimit         x-sim-rate-limit          number, off      calls a second of this rule; more get a 429
/// stallAfter        x-sim-stall-after         integer, off     silence after so many tokens (a JSON answer: half of its body)
/// stallFor          x-sim-stall-for           duration         how long; not set: for good
/// dropAfter         x-sim-drop-after          integer, off     the connection is cut after so many tokens; 0: instead of an answer
/// errorEvent        x-sim-error-event         text, off        an error of this type inside the 200, e.g. overloaded
/// errorAfter        x-sim-error-after         integer          after so many tokens; 0: before anything else
/// malformedAfter    x-sim-malformed-after     integer, off     after so many tokens, an event that is not JSON
/// empty             x-sim-empty               true, false      a well-formed answer that says nothing
/// </code>
/// </summary>
internal static class BehaviorSettings
{
    public const string HeaderPrefix = "x-sim-";

    private const string Count = "an integer of 0 or more";
    private const string CountOrOff = "an integer of 0 or more, or off";

    public static readonly BehaviorSetting[] All =
    [
        Define("ttft", Latency.Form, "time to the first content token", static (ref b, text) =>
            Latency.TryParse(text, out var value) && Set(b.Ttft = value)),
        Define("delay", Latency.Form, "time to the whole JSON answer", static (ref b, text) =>
            Latency.TryParse(text, out var value) && Set(b.Delay = value)),
        Define("tokensPerSecond", "a number of 0 or more", "pace of the content; 0: all at once", static (ref b, text) =>
            TryNumber(text, double.MaxValue, out var value) && Set(b.TokensPerSecond = value)),
        Define("tokens", "an integer from 0 to 1000000", "length of the answer", static (ref b, text) =>
            TryCount(text, out var value) && value <= 1_000_000 && Set(b.Tokens = value)),
        Define("text", "a text", "what is said instead of the echo", static (ref b, text) =>
            Set(b.Text = text.ToString())),
        Define("reasoningTokens", "an integer from 0 to 1000000", "reasoning before the answer", static (ref b, text) =>
            TryCount(text, out var value) && value <= 1_000_000 && Set(b.ReasoningTokens = value)),
        Define("status", "an HTTP status from 400 to 599", "an error instead of an answer", static (ref b, text) =>
            TryCount(text, out var value) && value is >= 400 and <= 599 && Set(b.Status = value)),
        Define("errorRate", "a number from 0 to 1", "the share of calls that get the error", static (ref b, text) =>
            TryNumber(text, 1, out var value) && Set(b.ErrorRate = value)),
        Define("retryAfter", "a duration such as 2s", "sent with the error", static (ref b, text) =>
            Latency.TryParseDuration(text, out var value) && Set(b.RetryAfter = value)),
        Define("rateLimit", "a number above 0, or off", "calls a second; more get a 429", static (ref b, text) =>
            IsOff(text) ? Set(b.RateLimit = null) : TryNumber(text, 1e9, out var value) && value > 0 && Set(b.RateLimit = value)),
        Define("stallAfter", CountOrOff, "silence after so many tokens", static (ref b, text) =>
            TryPosition(text, out var value) && Set(b.StallAfter = value)),
        Define("stallFor", "a duration such as 10s", "how long the silence is", static (ref b, text) =>
            Latency.TryParseDuration(text, out var value) && Set(b.StallFor = value)),
        Define("dropAfter", CountOrOff, "the connection is cut after so many tokens", static (ref b, text) =>
            TryPosition(text, out var value) && Set(b.DropAfter = value)),
        Define("errorEvent", "an error type such as overloaded, or off", "an error inside the 200", static (ref b, text) =>
            !text.IsEmpty && Set(b.ErrorEvent = IsOff(text) ? null : text.ToString())),
        Define("errorAfter", Count, "tokens before the error event", static (ref b, text) =>
            TryCount(text, out var value) && Set(b.ErrorAfter = value)),
        Define("malformedAfter", CountOrOff, "an event that is not JSON after so many tokens", static (ref b, text) =>
            TryPosition(text, out var value) && Set(b.MalformedAfter = value)),
        Define("empty", "true or false", "an answer that says nothing", static (ref b, text) =>
            bool.TryParse(text, out var value) && Set(b.Empty = value)),
    ];

    private static readonly Dictionary<string, BehaviorSetting> ByName = All.ToDictionary(s => s.Name, StringComparer.Ordinal);
    private static readonly Dictionary<string, BehaviorSetting> ByHeader = All.ToDictionary(s => s.Header, StringComparer.OrdinalIgnoreCase);

    public static BehaviorSetting? Named(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Applies every x-sim header of a request.</summary>
    /// <returns>Null, or what is wrong with which header.</returns>
    public static string? ApplyHeaders(IHeaderDictionary headers, ref Behavior behavior)
    {
        foreach (var (name, value) in headers)
        {
            if (!name.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase))
                continue;
            if (!ByHeader.TryGetValue(name, out var setting))
                return $"{name}: there is no such header{(NearestName.Find(name, ByHeader.Keys) is { } nearest ? $"; the nearest is {nearest}" : "")}";
            if (!setting.TryApply(ref behavior, value.ToString()))
                return $"{name}: '{value}' is not {setting.Form}";
        }
        return null;
    }

    private static BehaviorSetting Define(string name, string form, string meaning, BehaviorSetting.Apply apply) =>
        new(name, HeaderPrefix + string.Concat(name.Select(c => char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{c}")), form, meaning, apply);

    // An assignment as the last operand of &&.
    private static bool Set<T>(T _) => true;

    private static bool IsOff(ReadOnlySpan<char> text) => text.SequenceEqual("off");

    private static bool TryCount(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool TryPosition(ReadOnlySpan<char> text, out int? value)
    {
        var counted = TryCount(text, out var count);
        value = counted ? count : null;
        return counted || IsOff(text);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, double most, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value) && value <= most;
}
