// The calls in progress: counted, and reachable when the router has to stop.
using InworldRouter.Providers;

namespace InworldRouter.DataPlane;

/// <summary>A list threaded through the exchanges themselves: joining and leaving cost two stores under a lock, and nothing else.</summary>
public sealed class ActiveCalls
{
    private readonly Lock _gate = new();
    private Exchange? _first;

    public int Count { get; private set; }

    public void Join(Exchange exchange)
    {
        lock (_gate)
        {
            exchange.Next = _first;
            exchange.Previous = null;
            if (_first is not null)
                _first.Previous = exchange;
            _first = exchange;
            Count++;
        }
    }

    public void Leave(Exchange exchange)
    {
        lock (_gate)
        {
            if (exchange.Previous is null)
                _first = exchange.Next;
            else
                exchange.Previous.Next = exchange.Next;
            if (exchange.Next is not null)
                exchange.Next.Previous = exchange.Previous;
            exchange.Next = exchange.Previous = null;
            Count--;
        }
    }

    /// <summary>Ends all of them: streams with an error event (C87).</summary>
    public void EndAll()
    {
        List<Exchange> calls = [];
        lock (_gate)
        {
            for (var call = _first; call is not null; call = call.Next)
                calls.Add(call);
        }
        foreach (var call in calls)
            call.Deadlines.EndCall(FailureKind.ShuttingDown);
    }
}
