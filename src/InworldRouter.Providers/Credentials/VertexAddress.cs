// Where Google Vertex lives, by location.
namespace InworldRouter.Providers.Credentials;

public static class VertexAddress
{
    /// <summary>
    /// "aiplatform.googleapis.com for global; aiplatform.{us|eu}.rep.googleapis.com for multi-region; else {region}-aiplatform.googleapis.com"
    /// (providers.md C.1)
    /// </summary>
    /// <param name="location">Letters, digits and dashes.</param>
    public static Uri Of(string location) => new(location switch
    {
        "global" => "https://aiplatform.googleapis.com",
        "us" or "eu" => $"https://aiplatform.{location}.rep.googleapis.com",
        _ => $"https://{location}-aiplatform.googleapis.com",
    });
}
