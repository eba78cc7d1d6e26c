// What reading a router's JSON gave.
using InworldRouter.ControlPlane.Configuration;

namespace InworldRouter.ControlPlane.Routers.Model;

/// <param name="Document">Null when it is no JSON object at all. With problems it holds the members that have none.</param>
/// <param name="Json">The document in canonical spelling, but with the nulls that were written: an update clears by them.</param>
/// <param name="Problems">All that is wrong, each with its path.</param>
/// <param name="Warnings">Fields that mean nothing here, each with its path and the name that was probably meant.</param>
public sealed record RouterReading(RouterDocument? Document, ReadOnlyMemory<byte> Json, ConfigProblems Problems, IReadOnlyList<string> Warnings);
