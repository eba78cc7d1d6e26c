// What a key has left of its requests, tokens and money: reserved before a call, settled after it.
namespace InworldRouter.DataPlane.Auth;

/// <summary>Live counters of one key. The numbers allowed come with each plan; what has been spent stays.</summary>
public sealed class CallerLimits(TimeProvider time)
{
    public TimeProvider Time => time;
}
