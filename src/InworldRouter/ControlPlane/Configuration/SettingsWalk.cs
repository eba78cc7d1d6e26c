// Walks a configuration along its contract: a name that is no setting is a problem.
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace InworldRouter.ControlPlane.Configuration;

internal sealed class SettingsWalk(SettingLeaf leaf, ConfigProblems problems, Utf8JsonWriter output) : ContractWalk(ConfigJson.Default, problems, output)
{
    protected override string MemberWord => "setting";

    protected override JsonPropertyInfo? Find(JsonTypeInfo type, string name) => type.Properties.FirstOrDefault(p => p.Name == name);

    protected override void Unknown(string name, JsonTypeInfo type, string path)
    {
        var known = type.Properties.Select(p => p.Name);
        var nearest = NearestName.Find(name, known);
        Problems.Add(path, "unknown setting", nearest is null ? $"known here: {string.Join(", ", known)}" : $"did you mean \"{nearest}\"?");
    }

    protected override void WriteLeaf(JsonElement value, Type type, JsonPropertyInfo? property, string path) => leaf.Write(value, type, Setting(property), path);

    private static SettingAttribute? Setting(JsonPropertyInfo? property) =>
        property?.AttributeProvider?.GetCustomAttributes(typeof(SettingAttribute), inherit: false) is [SettingAttribute setting, ..] ? setting : null;
}
