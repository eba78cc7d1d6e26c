// Makes and cleans exchanges for the object pool.
using InworldRouter.DataPlane;
using Microsoft.Extensions.ObjectPool;

namespace InworldRouter.Hosting;

public sealed class ExchangePolicy(TimeProvider time) : PooledObjectPolicy<Exchange>
{
    /// <summary>Exchanges that rest: an idle one holds some hundred bytes and no buffer beyond its first.</summary>
    public const int Retained = 256;

    public override Exchange Create() => new(time);

    public override bool Return(Exchange exchange)
    {
        exchange.Reset();
        return true;
    }
}
