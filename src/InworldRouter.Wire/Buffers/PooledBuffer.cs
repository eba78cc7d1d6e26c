// A growing byte buffer over the shared array pool: what is written is one contiguous span.
using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;

namespace InworldRouter.Wire.Buffers;

/// <summary>
/// An <see cref="IBufferWriter{T}"/> that owns one rented array. It is kept for many calls: <see cref="Reset"/> empties it and gives an
/// array back that one large call has made larger than <see cref="KeptCapacity"/>.
/// </summary>
public sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    /// <summary>The largest array, in bytes, that an idle buffer keeps: the size of an ordinary call.</summary>
    public const int KeptCapacity = 16 * 1024;

    private const int FirstCapacity = 512;

    // Beyond this, arrays are made and dropped: the shared pool would keep one of each size and core for good.
    private const int LargestPooled = 1024 * 1024;

    private byte[] _array = [];
    private int _written;

    public int Length => _written;

    public bool IsEmpty => _written == 0;

    public ReadOnlySpan<byte> Written => _array.AsSpan(0, _written);

    public ReadOnlyMemory<byte> WrittenMemory => _array.AsMemory(0, _written);

    /// <summary>What has been written, for edits in place.</summary>
    public Span<byte> WrittenForEdit => _array.AsSpan(0, _written);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_array.Length - _written), nameof(count));
        _written += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _array.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _array.AsSpan(_written);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _array.Length - _written)
            Grow(bytes.Length);
        bytes.CopyTo(_array.AsSpan(_written));
        _written += bytes.Length;
    }

    public void Write(byte value)
    {
        if (_written == _array.Length)
            Grow(1);
        _array[_written++] = value;
    }

    /// <summary>The text as UTF-8, as it is: for JSON strings use <see cref="Json.JsonText"/>.</summary>
    public void WriteText(ReadOnlySpan<char> text)
    {
        var span = GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        _written += Encoding.UTF8.GetBytes(text, span);
    }

    public void WriteNumber(long value)
    {
        Utf8Formatter.TryFormat(value, GetSpan(20), out var used);
        _written += used;
    }

    /// <summary>Forgets everything from <paramref name="length"/> on.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)_written, nameof(length));
        _written = length;
    }

    /// <summary>Drops the first bytes and moves the rest to the front.</summary>
    public void Consume(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)_written, nameof(count));
        _array.AsSpan(count, _written - count).CopyTo(_array);
        _written -= count;
    }

    /// <summary>Empty again; a large array goes back to the pool.</summary>
    public void Reset()
    {
        _written = 0;
        if (_array.Length > KeptCapacity)
            Dispose();
    }

    public void Dispose()
    {
        var array = _array;
        _array = [];
        _written = 0;
        GiveBack(array);
    }

    private static void GiveBack(byte[] array)
    {
        if (array.Length is > 0 and <= LargestPooled)
            ArrayPool<byte>.Shared.Return(array);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EnsureRoom(int sizeHint)
    {
        if (_array.Length - _written < Math.Max(sizeHint, 1))
            Grow(Math.Max(sizeHint, 1));
    }

    private void Grow(int atLeast)
    {
        var wanted = Math.Max((long)_written + atLeast, Math.Max(_array.Length * 2L, FirstCapacity));
        if (wanted > Array.MaxLength)
            wanted = Math.Max((long)_written + atLeast, Array.MaxLength);
        var larger = wanted <= LargestPooled ? ArrayPool<byte>.Shared.Rent((int)wanted) : GC.AllocateUninitializedArray<byte>(checked((int)wanted));
        _array.AsSpan(0, _written).CopyTo(larger);
        GiveBack(_array);
        _array = larger;
    }
}
