// Strings against strings, in either form and in mixtures, without an allocation.
using System.Text;

namespace InworldRouter.Cel.Values;

internal static class TextComparison
{
    public static bool Equal(in CelValue left, in CelValue right)
    {
        if (left.HasUtf8 && right.HasUtf8)
            return left.Utf8Text.SequenceEqual(right.Utf8Text);
        return left.Utf16Text is { } a && right.Utf16Text is { } b ? a == b : EqualMixed(left, right);
    }

    /// <summary>"Strings obey lexicographic ordering of the code points"; UTF-8 sorts as its code points do, UTF-16 does not.</summary>
    public static int Compare(in CelValue left, in CelValue right)
    {
        using var a = Utf8View.Of(left, stackalloc byte[Utf8View.Scratch]);
        using var b = Utf8View.Of(right, stackalloc byte[Utf8View.Scratch]);
        return a.Bytes.SequenceCompareTo(b.Bytes);
    }

    public static bool StartsWith(in CelValue text, in CelValue prefix)
    {
        // The text may be long, what is looked for is short: that is brought into the text's form.
        if (text.Utf16Text is { } utf16)
        {
            using var wide = Utf16View.Of(prefix);
            return utf16.AsSpan().StartsWith(wide.Chars, StringComparison.Ordinal);
        }
        using var view = Utf8View.Of(prefix, stackalloc byte[Utf8View.Scratch]);
        return text.Utf8Text.StartsWith(view.Bytes);
    }

    public static bool EndsWith(in CelValue text, in CelValue suffix)
    {
        // The text may be long, what is looked for is short: that is brought into the text's form.
        if (text.Utf16Text is { } utf16)
        {
            using var wide = Utf16View.Of(suffix);
            return utf16.AsSpan().EndsWith(wide.Chars, StringComparison.Ordinal);
        }
        using var view = Utf8View.Of(suffix, stackalloc byte[Utf8View.Scratch]);
        return text.Utf8Text.EndsWith(view.Bytes);
    }

    public static bool Contains(in CelValue text, in CelValue part)
    {
        // The text may be long, what is looked for is short: that is brought into the text's form.
        if (text.Utf16Text is { } utf16)
        {
            using var wide = Utf16View.Of(part);
            return utf16.AsSpan().Contains(wide.Chars, StringComparison.Ordinal);
        }
        using var view = Utf8View.Of(part, stackalloc byte[Utf8View.Scratch]);
        return text.Utf8Text.IndexOf(view.Bytes) >= 0;
    }

    /// <summary>In code points.</summary>
    public static int Length(in CelValue text)
    {
        var count = 0;
        if (text.HasUtf8)
        {
            foreach (var b in text.Utf8Text)
                count += (b & 0xC0) != 0x80 ? 1 : 0; // every byte but the continuing ones begins a code point
            return count;
        }
        var utf16 = text.Utf16Text!;
        for (var i = 0; i < utf16.Length; i++)
        {
            if (char.IsHighSurrogate(utf16[i]) && i + 1 < utf16.Length && char.IsLowSurrogate(utf16[i + 1]))
                i++;
            count++;
        }
        return count;
    }

    /// <summary>The size in bytes or UTF-16 units: what work on it is charged by.</summary>
    public static int Size(in CelValue text) => text.HasUtf8 ? text.Utf8Text.Length : text.Utf16Text!.Length;

    /// <summary>The same for a string in either form.</summary>
    public static int Hash(in CelValue text)
    {
        var hash = Seed;
        if (!text.HasUtf8)
        {
            foreach (var c in text.Utf16Text!)
                hash = Mix(hash, c);
            return (int)hash;
        }
        var bytes = text.Utf8Text;
        Span<char> units = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (bytes[0] < 0x80)
            {
                hash = Mix(hash, bytes[0]);
                bytes = bytes[1..];
                continue;
            }
            Rune.DecodeFromUtf8(bytes, out var rune, out var length);
            foreach (var c in units[..rune.EncodeToUtf16(units)])
                hash = Mix(hash, c);
            bytes = bytes[length..];
        }
        return (int)hash;
    }

    private static bool EqualMixed(in CelValue left, in CelValue right)
    {
        // A UTF-16 unit is one to three bytes of UTF-8.
        var bytes = left.HasUtf8 ? left.Utf8Text.Length : right.Utf8Text.Length;
        var units = (left.Utf16Text ?? right.Utf16Text)!.Length;
        if (bytes < units || bytes > 3L * units)
            return false;
        using var a = Utf8View.Of(left, stackalloc byte[Utf8View.Scratch]);
        using var b = Utf8View.Of(right, stackalloc byte[Utf8View.Scratch]);
        return a.Bytes.SequenceEqual(b.Bytes);
    }

    // Seeded for each process: whoever chooses keys cannot choose their collisions.
    private static readonly uint Seed = (uint)Random.Shared.Next();

    private static uint Mix(uint hash, uint unit) => uint.RotateLeft((hash ^ unit) * 0x9E3779B1, 13);
}
