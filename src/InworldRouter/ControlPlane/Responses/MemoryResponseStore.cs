// Responses in memory: so many bytes, the oldest go first.
using InworldRouter.DataPlane.Responses;

namespace InworldRouter.ControlPlane.Responses;

/// <param name="mostBytes">A few thousand conversations of text; what one instance can spare.</param>
public sealed class MemoryResponseStore(long mostBytes = 64L * 1024 * 1024) : IResponseStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<StoredResponse>> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<StoredResponse> _oldestFirst = new();
    private long _bytes;

    public Task<StoredResponse?> FindAsync(string id, CancellationToken cancellation)
    {
        lock (_gate)
            return Task.FromResult(_byId.GetValueOrDefault(id)?.Value);
    }

    public Task SaveAsync(StoredResponse response, CancellationToken cancellation)
    {
        lock (_gate)
        {
            Remove(response.Id);
            // One that is larger than all there is room for would empty it and not fit all the same.
            if (BytesOf(response) > mostBytes)
                return Task.CompletedTask;
            while (_bytes + BytesOf(response) > mostBytes)
                Remove(_oldestFirst.First!.Value.Id);
            _byId[response.Id] = _oldestFirst.AddLast(response);
            _bytes += BytesOf(response);
        }
        return Task.CompletedTask;
    }

    public Task DeleteAsync(string id, CancellationToken cancellation)
    {
        lock (_gate)
            Remove(id);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static long BytesOf(StoredResponse response) => response.Response.Length + response.Input.Length;

    private void Remove(string id)
    {
        if (!_byId.Remove(id, out var node))
            return;
        _oldestFirst.Remove(node);
        _bytes -= BytesOf(node.Value);
    }
}
