// A growing table of rows over the shared array pool.
using System.Buffers;

namespace InworldRouter.Wire.Buffers;

/// <summary>Kept for many calls like <see cref="PooledBuffer"/>; rows are plain data without references.</summary>
public sealed class PooledTable<T> : IDisposable
    where T : unmanaged
{
    private const int FirstCapacity = 16;

    private T[] _rows = [];

    public int Count { get; private set; }

    public Span<T> Rows => _rows.AsSpan(0, Count);

    public ref T Add(in T row)
    {
        if (Count == _rows.Length)
            Grow();
        _rows[Count] = row;
        return ref _rows[Count++];
    }

    public void Clear() => Count = 0;

    public void Dispose()
    {
        var rows = _rows;
        _rows = [];
        Count = 0;
        if (rows.Length > 0)
            ArrayPool<T>.Shared.Return(rows);
    }

    private void Grow()
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(_rows.Length * 2, FirstCapacity));
        Rows.CopyTo(larger);
        if (_rows.Length > 0)
            ArrayPool<T>.Shared.Return(_rows);
        _rows = larger;
    }
}
