// A regular expression of a program: shared by all programs that have it.
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using InworldRouter.Cel.Evaluation;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Functions.Regex;

internal sealed class MatchPattern
{
    // What it costs to compile a pattern, in bytes: 50 µs and more, as long as it takes to match a hundred thousand.
    private const long CompileCost = 100_000;
    private const long CompileCostPerCharacter = 1_000;

    // Patterns are shared, not kept: an entry goes once no program has it. When so many are there, the dead ones are swept out.
    private const int SweepAt = 1024;

    // Patterns made by expressions: kept until there are so many, then all forgotten.
    private const int MaxDynamic = 64;
    private static readonly ConcurrentDictionary<string, WeakReference<MatchPattern>> Shared = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, MatchPattern> DynamicCache = new(StringComparer.Ordinal);

    private readonly Re2Regex? _regex;
    private readonly CelError? _fault;

    private MatchPattern(string pattern)
    {
        if (!Re2Regex.TryCreate(pattern, out _regex, out var problem))
            _fault = new CelError(CelErrorKind.InvalidArgument, $"invalid regular expression: {problem}");
    }

    /// <summary>Why it is no pattern; null when it is one.</summary>
    public string? Fault => _fault?.Message;

    /// <summary>The pattern of a literal.</summary>
    public static MatchPattern Literal(string pattern)
    {
        if (Shared.TryGetValue(pattern, out var weak) && weak.TryGetTarget(out var shared))
            return shared;
        var made = new MatchPattern(pattern);
        Shared[pattern] = new WeakReference<MatchPattern>(made);
        if (Shared.Count > SweepAt)
        {
            foreach (var (key, reference) in Shared)
            {
                if (!reference.TryGetTarget(out _))
                    Shared.TryRemove(new(key, reference));
            }
        }
        return made;
    }

    /// <summary>The pattern of a value. False when the frame cannot pay for compiling it.</summary>
    public static bool TryDynamic(ref CelFrame frame, in CelValue pattern, [NotNullWhen(true)] out MatchPattern? compiled)
    {
        compiled = null;
        if (!frame.TryCharge(TextComparison.Size(pattern)))
            return false;
        var text = pattern.AsString();
        if (DynamicCache.TryGetValue(text, out compiled))
            return true;
        if (!frame.TryCharge(CompileCost + (text.Length * CompileCostPerCharacter)))
            return false;
        if (DynamicCache.Count >= MaxDynamic)
            DynamicCache.Clear();
        compiled = DynamicCache[text] = new MatchPattern(text);
        return true;
    }

    /// <summary>Whether some part of the text matches; in time linear in its length.</summary>
    public CelValue Matches(ref CelFrame frame, in CelValue text)
    {
        if (_fault is not null)
            return CelValue.Of(_fault);
        if (!frame.TryCharge(TextComparison.Size(text)))
            return frame.Exhausted;
        bool isMatch;
        var isPaid = text.Utf16Text is { } utf16 ? _regex!.TryMatch(ref frame, utf16, out isMatch) : _regex!.TryMatch(ref frame, text.Utf8Text, out isMatch);
        return isPaid ? CelValue.Of(isMatch) : frame.Exhausted;
    }
}
