// Where the members of a generateContent request stand, in both spellings.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

/// <summary>"JSON is proto-JSON: camelCase or snake_case both accepted" (providers.md C.2).</summary>
[JsonFields]
public partial struct GenerateContentFields
{
    [JsonField("contents")] public JsonValue Contents;
    [JsonField("systemInstruction")] public TurnContentFields SystemInstruction;
    [JsonField("system_instruction")] public TurnContentFields SystemInstructionSnake;
    [JsonField("tools")] public JsonValue Tools;
    [JsonField("toolConfig")] public ToolConfigFields ToolConfig;
    [JsonField("tool_config")] public ToolConfigFields ToolConfigSnake;
    [JsonField("generationConfig")] public GenerationConfigFields GenerationConfig;
    [JsonField("generation_config")] public GenerationConfigFields GenerationConfigSnake;
}

/// <summary>An element of <c>contents</c>, or the system's instruction.</summary>
[JsonFields]
public partial struct TurnContentFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("role")] public JsonValue Role;
    [JsonField("parts")] public JsonValue Parts;
}

[JsonFields]
public partial struct ToolConfigFields
{
    [JsonField("functionCallingConfig")] public FunctionCallingFields Calling;
    [JsonField("function_calling_config")] public FunctionCallingFields CallingSnake;
}

[JsonFields]
public partial struct FunctionCallingFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("mode")] public JsonValue Mode;
    [JsonField("allowedFunctionNames")] public JsonValue Allowed;
    [JsonField("allowed_function_names")] public JsonValue AllowedSnake;
}

[JsonFields]
public partial struct GenerationConfigFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("maxOutputTokens")] public JsonValue MaxOutputTokens;
    [JsonField("max_output_tokens")] public JsonValue MaxOutputTokensSnake;
    [JsonField("temperature")] public JsonValue Temperature;
    [JsonField("topP")] public JsonValue TopP;
    [JsonField("topK")] public JsonValue TopK;
    [JsonField("seed")] public JsonValue Seed;
    [JsonField("candidateCount")] public JsonValue CandidateCount;
    [JsonField("stopSequences")] public JsonValue StopSequences;
    [JsonField("presencePenalty")] public JsonValue PresencePenalty;
    [JsonField("frequencyPenalty")] public JsonValue FrequencyPenalty;
    [JsonField("responseMimeType")] public JsonValue ResponseMimeType;
    [JsonField("responseSchema")] public JsonValue ResponseSchema;
    [JsonField("responseJsonSchema")] public JsonValue ResponseJsonSchema;
    [JsonField("responseModalities")] public JsonValue ResponseModalities;
}
