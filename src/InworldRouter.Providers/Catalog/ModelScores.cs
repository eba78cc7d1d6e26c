// Published quality scores of a model.
namespace InworldRouter.Providers.Catalog;

/// <summary>0 to 100, more is better, null is not measured; SOURCES.md says which index each is. Equal on every host of a model.</summary>
public readonly record struct ModelScores(double? Intelligence, double? Math, double? Coding);
