// The contract of the configuration file, generated: the reader, the check for unknown names and the schema all follow it.
using System.Text.Json.Serialization;

namespace InworldRouter.ControlPlane.Configuration;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(DurationConverter), typeof(ByteSizeConverter)])]
[JsonSerializable(typeof(RouterConfig))]
internal sealed partial class ConfigJson : JsonSerializerContext;
