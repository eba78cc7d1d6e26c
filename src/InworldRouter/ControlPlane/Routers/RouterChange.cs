// What a change would make of a router: something that may be saved, or why not.
using InworldRouter.ControlPlane.Routers.Validation;

namespace InworldRouter.ControlPlane.Routers;

/// <summary>One of the two is there.</summary>
public readonly record struct RouterChange(CheckedRouter? Router, RouterRefusal? Refusal);
