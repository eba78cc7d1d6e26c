// Keys in turn: the fit ones first, each once, and one that rests only when all do.
using InworldRouter.DataPlane.Attempts;
using InworldRouter.Plan;

namespace InworldRouter.Tests.DataPlane.Attempts;

public sealed class KeyRotationTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void C76_EachFitKey_IsTakenOnce()
    {
        var keys = Keys("a", "b", "c");
        var rotation = new KeyRotation(keys);
        var taken = new List<string>();
        do
            taken.Add(rotation.Take().Secret);
        while (rotation.HasFitLeft);

        Assert.Equal(["a", "b", "c"], taken.Order());
    }

    [Fact]
    public void C76_CallsBeginAtDifferentKeys()
    {
        var keys = Keys("a", "b", "c");

        var first = Enumerable.Range(0, 300).Select(_ => new KeyRotation(keys).Take().Secret).CountBy(secret => secret).ToDictionary();

        // Other tests may take turns meanwhile.
        Assert.All(keys, key => Assert.InRange(first[key.Secret], 60, 140));
    }

    [Fact]
    public void C76_AKeyThatRests_IsPassedOver()
    {
        var keys = Keys("a", "b", "c");
        keys[1].Cooldown.Pause(TimeSpan.FromMinutes(1));
        for (var turn = 0; turn < 6; turn++)
        {
            var rotation = new KeyRotation(keys);
            var first = rotation.Take();
            Assert.True(rotation.HasFitLeft);
            var second = rotation.Take();
            Assert.False(rotation.HasFitLeft);
            Assert.Equal(["a", "c"], new[] { first.Secret, second.Secret }.Order());
        }
    }

    [Fact]
    public void C77_WhenAllRest_OneIsTriedAnyway()
    {
        var keys = Keys("a", "b");
        foreach (var key in keys)
            key.Cooldown.Pause(TimeSpan.FromMinutes(1));
        var rotation = new KeyRotation(keys);

        Assert.Contains(rotation.Take(), keys);
        Assert.False(rotation.HasFitLeft);
    }

    [Fact]
    public void AKey_CanBeTakenOnceMore()
    {
        var rotation = new KeyRotation(Keys("a", "b"));
        var first = rotation.Take();

        rotation.Again(first);

        Assert.Same(first, rotation.Take());
        Assert.NotSame(first, rotation.Take());
    }

    private ApiKeyPlan[] Keys(params string[] secrets) => [.. secrets.Select(secret => new ApiKeyPlan([], new Cooldown(_time), secret))];
}
