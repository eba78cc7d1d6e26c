// How long to wait before the next try: from 100 ms, doubling, to 5 s.
namespace InworldRouter.ControlPlane.Routers.Store;

internal struct Backoff()
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private TimeSpan _next = First;

    public TimeSpan Next()
    {
        var wait = _next;
        _next = wait * 2 < Longest ? wait * 2 : Longest;
        return wait;
    }
}
