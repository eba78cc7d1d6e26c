// The two doors that are measured, each before a provider of the same dialect.
namespace InworldRouter.LoadTest.Scenarios;

/// <param name="Prefix">Of a scenario's name.</param>
/// <param name="Path">Below <c>/v1</c>.</param>
/// <param name="Provider">Whose dialect it is.</param>
/// <param name="End">The last four bytes of a stream's last event, its first line end included.</param>
internal sealed record LoadDialect(string Prefix, string Path, string Provider, uint End)
{
    // data: [DONE]
    public static LoadDialect Chat { get; } = new("", "chat/completions", "openai", 0x4E455D0A);

    // data: {"type":"message_stop"}
    public static LoadDialect Messages { get; } = new("messages-", "messages", "anthropic", 0x70227D0A);
}
