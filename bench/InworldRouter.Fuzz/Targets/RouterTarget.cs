// Routers as strangers post them: read in every spelling, checked, and compiled when they pass.
using InworldRouter.ControlPlane.Routers.Compilation;
using InworldRouter.ControlPlane.Routers.Model;
using InworldRouter.ControlPlane.Routers.Validation;
using InworldRouter.Plan;

namespace InworldRouter.Fuzz.Targets;

internal sealed class RouterTarget : IFuzzTarget
{
    public string Name => "router";

    public IReadOnlyList<string> Seeds { get; } =
    [
        """{"name":"a","routes":[{"route":{"route_id":"r","variants":[{"variant":{"variant_id":"v","model_id":"openai/gpt-4o"},"weight":60},{"variant":{"model_id":"auto","model_selection":{"models":["openai"],"sort":["price",{"metric":"SORT_METRIC_LATENCY"}],"ignore":["x/y"],"provider":{"order":["a"],"allow_fallbacks":false}}},"weight":40}]},"condition":{"cel_expression":"tier == \"x\""}}],"defaultRoute":{"variants":[{"variant":{"model_id":"m"}}]}}""",
        """{"displayName":"Some Thing","defaultRoute":{"routeId":"d","variants":[{"variant":{"modelId":"a/b","textGenerationConfig":{"maxTokens":5,"temperature":0.5,"stopSequences":["x"],"seed":1,"logitBias":[{"tokenId":"1","biasValue":2}],"reasoning":{"effort":"high","maxTokens":10,"exclude":true}},"messageTemplates":[{"role":"system","content":"Hello {{name}} {{ x }}"},{"role":"user","contentItems":[{"text":"t"}]},{"role":"assistant","toolCalls":[{"id":"1","name":"f","args":"{}"}]}],"webSearch":{"engine":"exa","maxResults":3},"compression":{"aggressiveness":0.5},"fallback":{"ttftTimeout":"1s"}},"weight":100}]},"defaults":{"text_generation_config":{"top_p":0.9},"message_templates":[]}}""",
        """{"name":"plain","description":"d","rules":[{"condition":"user == 'x'","model":"a/b"},{"weight":30,"model":"a/c"},{"provider":{"order":["p"]},"model":"m"}],"defaultModel":"a/d","cache":{"enabled":true,"ttlSeconds":60},"promptCompression":{"enabled":true},"webSearch":{"enabled":true}}""",
    ];

    public IReadOnlyList<string> Words { get; } =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "0", "-1", "1e999", "100", "33.3", "\"routes\":", "\"route\":", "\"variants\":[", "\"variant\":{", "\"weight\":", "\"condition\":{\"cel_expression\":\"", "\"defaultRoute\":",
        "\"default_route\":", "\"model_id\":\"", "\"modelId\":", "\"name\":\"routers/a\"", "\"rules\":[", "\"message_templates\":[", "{{x}}", "{{", "}}", "\"\\ud800\"", "\u0000", "\ufeff", "[[[[", "{\"a\":", "inworld/x", "//", "NaN", "1u", "' || '",
    ];

    public bool Read(byte[] input)
    {
        var reading = RouterReader.Read(input);
        foreach (var problem in reading.Problems)
            _ = problem.ToString();
        if (reading.Document is null || CheckedRouter.Of(reading.Document, null, reading.Problems) is not { } router)
            return false;
        // What the rules let pass must compile.
        _ = new NamedRouter(router.Name, "1", router.Json, isReadOnly: false, RouterCompiler.Compile).Plan;
        return true;
    }
}
