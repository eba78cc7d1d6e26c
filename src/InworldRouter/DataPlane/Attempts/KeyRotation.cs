// A provider's keys in the order to try them: those that are fit, then, when none is, one that is not.
using InworldRouter.Plan;

namespace InworldRouter.DataPlane.Attempts;

/// <summary>A call's walk over the keys. It is bounded by their number, not by a count of retries (C76).</summary>
public struct KeyRotation
{
    private static int _turn;

    private readonly ApiKeyPlan[] _keys;
    private readonly int _first;
    private int _taken;
    private ApiKeyPlan? _again;

    public KeyRotation(ApiKeyPlan[] keys)
    {
        _keys = keys;
        // Calls begin at different keys, so that the load is shared.
        _first = keys.Length == 1 ? 0 : (int)((uint)Interlocked.Increment(ref _turn) % (uint)keys.Length);
    }

    /// <summary>A key that has not been tried in this call and is not on cooldown is left.</summary>
    public readonly bool HasFitLeft
    {
        get
        {
            for (var i = _taken; i < _keys.Length; i++)
            {
                if (!KeyAt(i).Cooldown.IsActive)
                    return true;
            }
            return false;
        }
    }

    public ApiKeyPlan Take()
    {
        if (_again is { } same)
        {
            _again = null;
            return same;
        }
        for (var i = _taken; i < _keys.Length; i++)
        {
            if (!KeyAt(i).Cooldown.IsActive)
            {
                _taken = i + 1;
                return KeyAt(i);
            }
        }
        // All are resting: "tried anyway".
        _taken = _keys.Length;
        return KeyAt(0);
    }

    /// <summary>The next <see cref="Take"/> gives this key once more.</summary>
    public void Again(ApiKeyPlan key) => _again = key;

    private readonly ApiKeyPlan KeyAt(int i) => _keys[(_first + i) % _keys.Length];
}
