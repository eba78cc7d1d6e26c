// Update masks: parsed, and applied to a router by one that has half of the fields.
using System.Text;
using InworldRouter.ControlPlane.Routers.Updates;

namespace InworldRouter.Fuzz.Targets;

internal sealed class MaskTarget : IFuzzTarget
{
    public string Name => "mask";

    public IReadOnlyList<string> Seeds { get; } =
    [
        "display_name", "displayName,routes", "defaults.text_generation_config.temperature,defaultRoute", "*", "default_route.route_id, defaults.messageTemplates", "name,description,rules,cache.enabled",
    ];

    public IReadOnlyList<string> Words { get; } = [",", ".", "..", "*", " ", "routes", "routes.route", "defaults", "defaults.", "textGenerationConfig", "reasoning.effort", "default_route", "cache", "ttlSeconds", "\u0000", "é", "%2C", "\""];

    public bool Read(byte[] input) => UpdateMask.TryParse(Encoding.UTF8.GetString(input), out _, out _);
}
