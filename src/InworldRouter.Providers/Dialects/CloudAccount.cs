// Whose account at a cloud a call is made on, for vendors that have it in their paths.
namespace InworldRouter.Providers.Dialects;

/// <param name="Project">Google Cloud's project id or number.</param>
/// <param name="Location">Such as <c>global</c>, <c>eu</c>, <c>europe-west4</c>.</param>
public sealed record CloudAccount(string Project, string Location);
