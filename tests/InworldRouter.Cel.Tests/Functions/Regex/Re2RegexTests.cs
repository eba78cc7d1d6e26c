// RE2's semantics, case by case; every answer of the first table is that of Google's own RE2 (20220601).
using System.Text;
using InworldRouter.Cel.Evaluation;
using InworldRouter.Cel.Functions.Regex;

namespace InworldRouter.Cel.Tests.Functions.Regex;

public sealed class Re2RegexTests
{
    private static readonly CelLimits Patient = new() { MaxSteps = 100_000_000, MaxTime = TimeSpan.FromMinutes(5) };

    [Theory]
    [InlineData("refund|cancel", "a refund please", true)]
    [InlineData("^abc$", "abc\n", false)]
    [InlineData("^abc$", "abc", true)]
    [InlineData("(?m)^abc$", "x\nabc\ny", true)]
    [InlineData("\\Aabc\\z", "abc", true)]
    [InlineData("a.c", "a\nc", false)]
    [InlineData("(?s)a.c", "a\nc", true)]
    [InlineData("^.$", "😀", true)]
    [InlineData("^..$", "😀", false)]
    [InlineData("^[^a]$", "😀", true)]
    [InlineData("^\\W$", "é", true)]
    [InlineData("^\\w+$", "é", false)]
    [InlineData("^\\d$", "٣", false)]
    [InlineData("^\\s$", "\v", false)]
    [InlineData("^\\s$", "\u00a0", false)]
    [InlineData("\\bcaf\\b", "café", true)]
    [InlineData("\\bcafé\\B", "café", true)]
    [InlineData("caf\\b", "café", true)]
    [InlineData("(?i)straße", "STRAẞE", true)]
    [InlineData("(?i)straße", "STRASSE", false)]
    [InlineData("(?i)k", "\u212a", true)]
    [InlineData("(?i)[^k]", "\u212a", false)]
    [InlineData("(?i)s", "ſ", true)]
    [InlineData("(?i)i", "İ", false)]
    [InlineData("(?i)ς", "Σ", true)]
    [InlineData("(?i)\\w", "ſ", true)]
    [InlineData("(?i)^[^\\w]$", "ſ", false)]
    [InlineData("^\\p{Greek}+$", "λόγος", true)]
    [InlineData("^\\p{Greek}+$", "logos", false)]
    [InlineData("\\p{Han}", "漢", true)]
    [InlineData("^\\pL$", "𝐀", true)]
    [InlineData("^\\P{L}$", "𝐀", false)]
    [InlineData("^\\p{^L}$", "1", true)]
    [InlineData("^\\p{Lu}$", "É", true)]
    [InlineData("^[[:alpha:]]+$", "é", false)]
    [InlineData("^[[:^digit:]]$", "é", true)]
    [InlineData("^[😀-😎]$", "😄", true)]
    [InlineData("^[^😀-😎]$", "😄", false)]
    [InlineData("^[]a]$", "]", true)]
    [InlineData("^[^]a]$", "b", true)]
    [InlineData("^[a\\-z]$", "-", true)]
    [InlineData("^[a-]$", "-", true)]
    [InlineData("^\\x41\\x{1F600}\\101$", "A😀A", true)]
    [InlineData("^\\Qa.b*\\E+$", "a.b***", true)]
    [InlineData("^\\Qa.b\\E$", "axb", false)]
    [InlineData("^a{2,3}$", "aaaa", false)]
    [InlineData("^a{2,}$", "aaaa", true)]
    [InlineData("^a{2}$", "aa", true)]
    [InlineData("^a{,2}$", "a{,2}", true)]
    [InlineData("^a{01}$", "a", false)]
    [InlineData("^x{0}$", "", true)]
    [InlineData("^(?:a|b|)c$", "c", true)]
    [InlineData("^()$", "", true)]
    [InlineData("^(?P<y>\\d{4})-(?P<m>\\d\\d)$", "2026-11", true)]
    [InlineData("(?i:A)b", "ab", true)]
    [InlineData("(?i:A)b", "aB", false)]
    [InlineData("a(?i)b|c", "aC", true)]
    [InlineData("(?i)a(?-i)b", "AB", false)]
    [InlineData("(?U)a+b", "aab", true)]
    [InlineData("a+?b??c*?$", "aab", true)]
    [InlineData("^[\\w.]+@[\\w.]+$", "a.b@c.de", true)]
    [InlineData("^\\0$", "\0", true)]
    [InlineData("[^\\x00-\\x7F]", "ascii", false)]
    [InlineData("[^\\x00-\\x7F]", "ünï", true)]
    [InlineData("^(a|é)+$", "aéaé", true)]
    [InlineData("^\\.\\_\\-$", "._-", true)]
    [InlineData("", "", true)]
    [InlineData("a||b", "x", true)]
    [InlineData("[\\d-z]", "-", true)]
    [InlineData("^[--a]$", "5", true)]
    public void AMatch_IsWhatRE2Finds(string pattern, string text, bool expected)
    {
        Assert.True(Re2Regex.TryCreate(pattern, out var regex, out var problem), problem);
        Assert.Equal(expected, IsMatch(regex, text));
        Assert.Equal(expected, IsMatch(regex, Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("(a", "missing closing ')' (at character 1")]
    [InlineData("a)", "unexpected ')' (at character 2")]
    [InlineData("[a", "missing closing ']' (at character 1")]
    [InlineData("x*+", "invalid nested repetition operator")]
    [InlineData("a**", "invalid nested repetition operator")]
    [InlineData("*a", "missing argument to repetition operator: '*' (at character 1")]
    [InlineData("a|{2}", "missing argument to repetition operator: '{' (at character 3")]
    [InlineData("a{1001}", "invalid repeat count; at most 1000")]
    [InlineData("a{3,2}", "invalid repeat count")]
    [InlineData("(a{40}){30}", "repeat counts multiply to more than 1000")]
    [InlineData("(?=a)", "no look-around (at character 1")]
    [InlineData("a(?<!b)", "no look-around (at character 2")]
    [InlineData("(?P<n>a)(?P<n>b)", "the group name 'n' is there twice")]
    [InlineData("(?P<>a)", "invalid named capture")]
    [InlineData("(a)\\1", "backreferences (\\1) are not supported (at character 4")]
    [InlineData("\\Z", "invalid escape sequence \\Z")]
    [InlineData("[\\b]", "invalid escape sequence \\b")]
    [InlineData("[z-a]", "its end is before its beginning")]
    [InlineData("[[:foo:]]", "'[:foo:]'")]
    [InlineData("\\p{Klingon}", "expected a general category")]
    [InlineData("a\\", "trailing backslash")]
    public void WhatRE2Refuses_IsRefused_WithItsPlace(string pattern, string said)
    {
        Assert.False(Re2Regex.TryCreate(pattern, out _, out var problem));
        Assert.Contains(said, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void HostilePatterns_AreRefused_NotSuffered()
    {
        foreach (var pattern in (string[])[new('(', 100_000), string.Concat(Enumerable.Repeat("(a{9}", 200)), new('[', 50_000), string.Concat(Enumerable.Repeat("(\\pL{500}|", 20)), new('\\', 99_999)])
            Assert.False(Re2Regex.TryCreate(pattern, out _, out _));
        Assert.False(Re2Regex.TryCreate(string.Concat(Enumerable.Range(0, 600).Select(i => (char)(0x4E00 + i))), out _, out var problem));
        Assert.Contains("too many groups", problem, StringComparison.Ordinal);
        Assert.False(Re2Regex.TryCreate("((x{10}){10}){10}(y{1000}){1}(z{1000}|(w{1000}v{1000}u{1000}t{1000}s{1000}r{1000}q{1000}p{1000}){1})a", out _, out problem));
        Assert.Contains("too large", problem, StringComparison.Ordinal);
    }

    // What takes a backtracking engine longer than the universe has been there; the last, .NET's automaton 7 s and 6.5 GB for a thousand characters.
    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|aa)+$")]
    [InlineData("(.*)(.*)(.*)(.*)(.*)x$")]
    [InlineData("(\\w+\\s?){1,1000}@")]
    public void CatastrophicPatterns_AreLinear(string pattern)
    {
        Assert.True(Re2Regex.TryCreate(pattern, out var regex, out _));
        Assert.False(IsMatch(regex, new string('a', 100_000) + "!"));
    }

    [Fact]
    public void StatesThatDoNotFit_AreForgotten_AndMadeAnew()
    {
        Assert.True(Re2Regex.TryCreate("a.{300}b.{300}c", out var regex, out _));
        var random = new Random(20261121);
        for (var i = 0; i < 20; i++)
        {
            var text = string.Concat(Enumerable.Range(0, 700).Select(_ => "aaaabc"[random.Next(6)]));
            var expected = Enumerable.Range(0, text.Length - 602).Any(at => text[at] == 'a' && text[at + 301] == 'b' && text[at + 602] == 'c');
            Assert.Equal(expected, IsMatch(regex, text));
            var without = text.Replace('c', 'a');
            Assert.False(IsMatch(regex, without));
        }
    }

    [Fact]
    public void OneAutomaton_IsForAllThreads()
    {
        Assert.True(Re2Regex.TryCreate("(?i)\\b(refund|cancel|charge.?back)\\b.{0,20}[0-9]{2,}", out var regex, out _));
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            Assert.True(IsMatch(regex, $"text {i} Chargeback of order é {i + 10}"));
            Assert.False(IsMatch(regex, $"text {i} chargebacks of order é {i + 10}"));
        });
    }

    [Fact]
    public void LongTexts_AreMappedInOnePiece()
    {
        Assert.True(Re2Regex.TryCreate("(?i)\\bende\\b.$", out var regex, out _));
        var text = string.Concat(Enumerable.Repeat("größer als 256 Zeichen 😀 ", 100)) + "ENDE!";
        Assert.True(IsMatch(regex, text));
        Assert.True(IsMatch(regex, Encoding.UTF8.GetBytes(text)));
    }

    private static bool IsMatch(Re2Regex regex, ReadOnlySpan<char> text)
    {
        var frame = new CelFrame(CelActivation.Empty, Patient, []);
        Assert.True(regex.TryMatch(ref frame, text, out var isMatch));
        return isMatch;
    }

    private static bool IsMatch(Re2Regex regex, ReadOnlySpan<byte> utf8)
    {
        var frame = new CelFrame(CelActivation.Empty, Patient, []);
        Assert.True(regex.TryMatch(ref frame, utf8, out var isMatch));
        return isMatch;
    }
}
