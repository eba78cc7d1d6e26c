// The generated contract of router documents.
using System.Text.Json.Serialization;

namespace InworldRouter.ControlPlane.Routers.Model;

/// <summary>
/// Reads and writes documents that are spelled canonically; what callers send is brought into that spelling first. An unknown member is an error
/// here, so that what is not canonical is noticed (<see cref="RouterReader.ReadStored"/>).
/// </summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RouterDocument))]
[JsonSerializable(typeof(WebSearchDocument))]
public sealed partial class RouterJson : JsonSerializerContext;
