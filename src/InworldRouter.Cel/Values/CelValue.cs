// A value of the language in 24 bytes: nothing is boxed, and a string may be a slice of the host's UTF-8.
using System.Runtime.CompilerServices;
using System.Text;

namespace InworldRouter.Cel.Values;

/// <summary>A value, or an error in place of one. <c>default</c> is null.</summary>
public readonly struct CelValue : IEquatable<CelValue>
{
    // The forms of a string, in _extra.
    private const int Utf16 = 0;
    private const int Slice = 1;
    private const int Twin = 2;

    private readonly object? _reference; // string | TwinText | byte[] | CelList | CelMap | CelType | CelOptional | CelError
    private readonly long _bits; // the number, or start << 32 | length of a slice, or nanoseconds, or seconds since 1970
    private readonly int _extra; // a string's form, or a timestamp's nanoseconds

    private CelValue(CelKind kind, object? reference, long bits, int extra)
    {
        Kind = kind;
        _reference = reference;
        _bits = bits;
        _extra = extra;
    }

    public static CelValue Null => default;

    public static CelValue True => new(CelKind.Bool, null, 1, 0);

    public static CelValue False => new(CelKind.Bool, null, 0, 0);

    /// <summary>The optional without a value.</summary>
    public static CelValue None => new(CelKind.Optional, CelOptional.None, 0, 0);

    public CelKind Kind { get; }

    public bool IsError => Kind == CelKind.Error;

    public bool IsTrue => Kind == CelKind.Bool && _bits != 0;

    public static CelValue Of(bool value) => new(CelKind.Bool, null, value ? 1 : 0, 0);

    public static CelValue Of(long value) => new(CelKind.Int, null, value, 0);

    public static CelValue Of(ulong value) => new(CelKind.UInt, null, (long)value, 0);

    public static CelValue Of(double value) => new(CelKind.Double, null, BitConverter.DoubleToInt64Bits(value), 0);

    public static CelValue Of(string value) => new(CelKind.String, value ?? throw new ArgumentNullException(nameof(value)), 0, Utf16);

    public static CelValue Of(CelList value) => new(CelKind.List, value ?? throw new ArgumentNullException(nameof(value)), 0, 0);

    public static CelValue Of(CelMap value) => new(CelKind.Map, value ?? throw new ArgumentNullException(nameof(value)), 0, 0);

    public static CelValue Of(CelType value) => new(CelKind.Type, value ?? throw new ArgumentNullException(nameof(value)), 0, 0);

    public static CelValue Of(CelError value) => new(CelKind.Error, value ?? throw new ArgumentNullException(nameof(value)), 0, 0);

    /// <summary>A string that stands in the host's buffer. Not copied: the bytes must be valid UTF-8 and stay as they are while the value is used.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The slice does not lie within the buffer.</exception>
    public static CelValue Utf8(byte[] buffer, int start, int length)
    {
        _ = new ArraySegment<byte>(buffer, start, length);
        return new(CelKind.String, buffer, Pack(start, length), Slice);
    }

    /// <summary>Not copied: the bytes must stay as they are while the value is used.</summary>
    public static CelValue Bytes(byte[] value) => new(CelKind.Bytes, value ?? throw new ArgumentNullException(nameof(value)), Pack(0, value.Length), 0);

    /// <param name="nanoseconds">A duration is a 64-bit number of nanoseconds, so it stays within about ±292 years.</param>
    public static CelValue Duration(long nanoseconds) => new(CelKind.Duration, null, nanoseconds, 0);

    /// <exception cref="OverflowException">Longer than about 292 years.</exception>
    public static CelValue Duration(TimeSpan value) => Duration(checked(value.Ticks * 100));

    /// <param name="seconds">Since 1970; from year 1 to year 9999.</param>
    /// <param name="nanoseconds">0 to 999,999,999, forward in time.</param>
    public static CelValue Timestamp(long seconds, int nanoseconds) => new(CelKind.Timestamp, null, seconds, nanoseconds);

    public static CelValue Timestamp(DateTimeOffset value)
    {
        var ticks = value.UtcTicks - DateTime.UnixEpoch.Ticks;
        var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
        return rest < 0 ? Timestamp(seconds - 1, (int)(rest + TimeSpan.TicksPerSecond) * 100) : Timestamp(seconds, (int)rest * 100);
    }

    /// <summary>The optional with this value.</summary>
    public static CelValue Some(in CelValue value) => new(CelKind.Optional, new CelOptional(true, value), 0, 0);

    public static CelValue Error(CelErrorKind kind, string message) => Of(new CelError(kind, message));

    /// <summary>A constant, in both encodings.</summary>
    internal static CelValue Constant(string text) => new(CelKind.String, new TwinText(text), 0, Twin);

    /// <exception cref="InvalidOperationException">The value is of another kind; so do all the others.</exception>
    public bool AsBool() => Expect(CelKind.Bool)._bits != 0;

    public long AsInt() => Expect(CelKind.Int)._bits;

    public ulong AsUInt() => (ulong)Expect(CelKind.UInt)._bits;

    public double AsDouble() => BitConverter.Int64BitsToDouble(Expect(CelKind.Double)._bits);

    /// <summary>Nanoseconds.</summary>
    public long AsDuration() => Expect(CelKind.Duration)._bits;

    /// <summary>Seconds since 1970, and nanoseconds forward from there.</summary>
    public (long Seconds, int Nanoseconds) AsTimestamp() => (Expect(CelKind.Timestamp)._bits, _extra);

    public CelList AsList() => (CelList)Expect(CelKind.List)._reference!;

    public CelMap AsMap() => (CelMap)Expect(CelKind.Map)._reference!;

    public CelType AsType() => (CelType)Expect(CelKind.Type)._reference!;

    public CelError AsError() => (CelError)Expect(CelKind.Error)._reference!;

    /// <summary>The string; one that is a slice of UTF-8 is decoded into a new one.</summary>
    public string AsString() => Expect(CelKind.String)._extra switch
    {
        Utf16 => (string)_reference!,
        Twin => ((TwinText)_reference!).Text,
        _ => Encoding.UTF8.GetString(Sliced),
    };

    /// <summary>Whether this is a string of these characters, UTF-8; nothing is allocated for the question.</summary>
    public bool IsText(ReadOnlySpan<byte> utf8)
    {
        if (Kind != CelKind.String)
            return false;
        using var view = Utf8View.Of(this, stackalloc byte[Utf8View.Scratch]);
        return view.Bytes.SequenceEqual(utf8);
    }

    public ReadOnlySpan<byte> AsBytes() => Expect(CelKind.Bytes).Sliced;

    /// <summary>False for the optional without a value.</summary>
    public bool TryGetOptional(out CelValue value)
    {
        var optional = (CelOptional)Expect(CelKind.Optional)._reference!;
        value = optional.Value;
        return optional.HasValue;
    }

    public bool Equals(CelValue other) => ValueEquality.Equal(this, other);

    public override bool Equals(object? obj) => obj is CelValue other && Equals(other);

    public override int GetHashCode() => ValueEquality.Hash(this);

    public static bool operator ==(in CelValue left, in CelValue right) => left.Equals(right);

    public static bool operator !=(in CelValue left, in CelValue right) => !left.Equals(right);

    /// <summary>For messages and debuggers: <see cref="ToLiteral"/>, cut where it is long.</summary>
    public override string ToString() => ValueText.Cut(this);

    /// <summary>
    /// The whole value on one line, as a literal of the language or the call that makes it: <c>"one\ntwo"</c>, <c>3.0</c>, <c>duration("90s")</c>. Read as
    /// an expression it gives the value again, but for an error, which is its message.
    /// </summary>
    public string ToLiteral() => ValueText.Whole(this);

    internal long Bits => _bits;

    internal int Nanoseconds => _extra;

    internal double Double => BitConverter.Int64BitsToDouble(_bits);

    internal object Reference => _reference!;

    // The form says what the reference is; nothing but the constructor sets either. A checked cast here is a tenth of a whole condition.

    /// <summary>The UTF-16 form of a string that has one.</summary>
    internal string? Utf16Text => _extra switch
    {
        Utf16 => Unsafe.As<string>(_reference),
        Twin => Unsafe.As<TwinText>(_reference)!.Text,
        _ => null,
    };

    /// <summary>The UTF-8 form of a string that has one. Check <see cref="HasUtf8"/> first.</summary>
    internal ReadOnlySpan<byte> Utf8Text => _extra == Slice ? Sliced : Unsafe.As<TwinText>(_reference)!.Utf8;

    internal bool HasUtf8 => _extra != Utf16;

    /// <summary>The bytes of a bytes value or of a slice.</summary>
    internal ReadOnlySpan<byte> Sliced => new(Unsafe.As<byte[]>(_reference), (int)(_bits >> 32), (int)_bits);

    private static long Pack(int start, int length) => ((long)start << 32) | (uint)length;

    private CelValue Expect(CelKind kind) => Kind == kind ? this : throw new InvalidOperationException($"The value is {Kind}, not {kind}: {this}");
}
