// The generated contract of router documents.
using System.Text.Json.Serialization;

namespace InworldRouter.ControlPlane.Routers.Model;

/// <summary>Reads and writes documents that are spelled canonically; what callers send is brought into that spelling first.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RouterDocument))]
public sealed partial class RouterJson : JsonSerializerContext;
