// A set of rules by model name: what the simulator does when nobody asks for anything else.
namespace InworldRouter.Simulation;

/// <summary>How the models whose names match behave.</summary>
/// <param name="Model">A name with stars, see <see cref="ModelGlob"/>.</param>
/// <param name="Share">0 to 1: the part of the matching calls that the rule is for; the others go on to the next rule.</param>
internal sealed record ScenarioRule(string Model, double Share, Behavior Behavior)
{
    /// <summary>Live state: the calls of this rule within its rate limit.</summary>
    public RateLimit RateLimit { get; } = new();
}

/// <summary>The first rule that matches a call decides, the scenario's defaults when none does.</summary>
internal sealed class Scenario(Behavior defaults, IReadOnlyList<ScenarioRule> rules, IReadOnlyList<string> models, ulong seed)
{
    private static readonly string[] UsualModels = ["gpt-5.2", "gpt-5-mini", "gpt-4o", "gpt-4o-mini", "o3", "claude-opus-4-8", "claude-haiku-4-5", "gemini-3-flash", "gemini-2.5-pro"];

    private readonly ScenarioRule _otherwise = new("*", 1, defaults);

    /// <summary>Answers at once, every time: what a benchmark wants.</summary>
    public static Scenario Plain => new(new Behavior(), [], UsualModels, seed: 1);

    /// <summary>The pace of a hosted model, so that a demonstration looks like one.</summary>
    public static Scenario Lifelike
    {
        get
        {
            var ttft = new Latency(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400));
            return new(new Behavior { Ttft = ttft, TokensPerSecond = 60 }, [], UsualModels, seed: 1);
        }
    }

    /// <summary>What <c>GET …/models</c> lists. Any other name is answered too.</summary>
    public IReadOnlyList<string> Models { get; } = models.Count > 0 ? models : UsualModels;

    public Chance Chance { get; } = new(seed);

    public ScenarioRule RuleFor(string model)
    {
        foreach (var rule in rules)
        {
            if (ModelGlob.Matches(rule.Model, model) && Chance.Happens(rule.Share))
                return rule;
        }
        return _otherwise;
    }
}
