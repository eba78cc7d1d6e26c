// inworld-router eval: tries a routing condition on a request and prints its value or its error.
using InworldRouter.Cel.Values;
using InworldRouter.ControlPlane.Routers.Compilation;
using InworldRouter.DataPlane;
using InworldRouter.Providers.OpenAI;
using InworldRouter.Wire.Json;

namespace InworldRouter.Commands;

/// <summary>The same compiler and the same bindings as in a call, so that what is true here is true there.</summary>
internal static class EvalCommand
{
    private const string Usage = "usage: inworld-router eval EXPR [--metadata JSON] [--request FILE]";

    /// <param name="args">What follows the word <c>eval</c>.</param>
    /// <returns>0 with the value on <paramref name="output"/>, or 64 with what is wrong on <paramref name="error"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        string? expression = null, metadata = null, file = null;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--metadata" when i + 1 < args.Length:
                    metadata = args[++i];
                    break;
                case "--request" when i + 1 < args.Length:
                    file = args[++i];
                    break;
                case var text when expression is null && !text.StartsWith("--", StringComparison.Ordinal):
                    expression = text;
                    break;
                default:
                    return Refuse(error, $"{args[i]}: not understood; {Usage}");
            }
        }
        if (expression is null)
            return Refuse(error, $"the expression is missing; {Usage}");
        if (!ConditionCompiler.Environment.TryCompile(expression, out var program, out var issues))
            return Refuse(error, string.Join(Environment.NewLine, issues));

        using var exchange = new Exchange(TimeProvider.System);
        if (await ReadAsync(exchange, file, metadata) is { } wrong)
            return Refuse(error, wrong);
        exchange.Conditions.Begin();
        var value = exchange.Conditions.Evaluate(ConditionCompiler.Plan(program));
        foreach (var warning in exchange.Warnings)
            await error.WriteLineAsync($"warning: {warning}");
        if (value.Kind == CelKind.Error)
            return Refuse(error, value.ToString());
        await output.WriteLineAsync(value.ToLiteral());
        if (value.Kind != CelKind.Bool)
            await error.WriteLineAsync($"note: the value is of type {CelType.Of(value)}; a condition must be bool");
        return ExitCode.Fine;
    }

    // The request as the router would receive it, with the metadata put in.
    private static async Task<string?> ReadAsync(Exchange exchange, string? file, string? metadata)
    {
        byte[] request;
        try
        {
            request = file is null ? "{}"u8.ToArray() : await File.ReadAllBytesAsync(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"--request: {e.Message}";
        }
        if (!ChatRequestFields.TryScan(request, out var fields, out var fault))
            return $"--request: {file} is not a JSON object: {fault}";
        if (metadata is not null)
        {
            var json = System.Text.Encoding.UTF8.GetBytes(metadata);
            var scanner = new JsonScanner(json);
            var value = scanner.SkipValue();
            scanner.ExpectEnd();
            if (scanner.Failed || value.Kind != JsonKind.Object)
                return $"--metadata: expected a JSON object{(scanner.Failed ? $": {scanner.Fault}" : "")}";
            if (fields.Metadata.IsPresent)
                exchange.BodyEdits.Replace(fields.Metadata, json);
            else
                exchange.BodyEdits.InsertFirst(request.IndexOf((byte)'{'), request, [.. "\"metadata\":"u8, .. json]);
        }
        var http = new DefaultHttpContext();
        http.Request.Body = new MemoryStream(request);
        exchange.Begin(http, null!);
        await exchange.Body.ReadAsync(http.Request, long.MaxValue);
        exchange.Body.Rewrite(exchange.BodyEdits);
        ChatRequestFields.TryScan(exchange.Body.Span, out exchange.Fields, out _);
        return null;
    }

    private static int Refuse(TextWriter error, string complaint)
    {
        error.WriteLine(complaint);
        return ExitCode.Usage;
    }
}
