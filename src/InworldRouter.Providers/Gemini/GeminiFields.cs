// Where the members of Gemini's answers stand.
using InworldRouter.Wire.Json;

namespace InworldRouter.Providers.Gemini;

/// <summary>A frame of a stream, or a whole answer: "each frame is a partial GenerateContentResponse" (providers.md C.4).</summary>
[JsonFields]
internal partial struct GeminiFrameFields
{
    [JsonField("candidates")] public JsonValue Candidates;
    [JsonField("promptFeedback")] public PromptFeedbackFields PromptFeedback;
    [JsonField("usageMetadata")] public GeminiUsageFields Usage;
    [JsonField("error")] public JsonValue Error;
}

[JsonFields]
internal partial struct PromptFeedbackFields
{
    [JsonField("blockReason")] public JsonValue BlockReason;
    [JsonField("blockReasonMessage")] public JsonValue BlockReasonMessage;
}

[JsonFields]
internal partial struct CandidateFields
{
    [JsonField("index")] public JsonValue Index;
    [JsonField("content")] public CandidateContentFields Content;
    [JsonField("finishReason")] public JsonValue FinishReason;
    [JsonField("finishMessage")] public JsonValue FinishMessage;
    [JsonField("groundingMetadata")] public JsonValue Grounding;
    [JsonField("citationMetadata")] public JsonValue Citations;
    [JsonField("logprobsResult")] public LogprobsResultFields Logprobs;
}

[JsonFields]
internal partial struct CandidateContentFields
{
    [JsonField("parts")] public JsonValue Parts;
}

[JsonFields]
internal partial struct GeminiPartFields
{
    [JsonField("text")] public JsonValue Text;
    [JsonField("thought")] public JsonValue Thought;
    [JsonField("thoughtSignature")] public JsonValue Signature;
    [JsonField("functionCall")] public GeminiCallFields Call;
    [JsonField("inlineData")] public InlineDataFields InlineData;
    [JsonField("executableCode")] public CodeFields Code;
    [JsonField("codeExecutionResult")] public CodeResultFields CodeResult;
}

[JsonFields]
internal partial struct GeminiCallFields
{
    [JsonField("")] public JsonValue Self;
    [JsonField("id")] public JsonValue Id;
    [JsonField("name")] public JsonValue Name;
    [JsonField("args")] public JsonValue Arguments;
    [JsonField("partialArgs")] public JsonValue PartialArguments;
    [JsonField("willContinue")] public JsonValue WillContinue;
}

/// <summary>A piece of a call's arguments; one of the values is there.</summary>
[JsonFields]
internal partial struct PartialArgumentFields
{
    [JsonField("jsonPath")] public JsonValue Path;
    [JsonField("stringValue")] public JsonValue StringValue;
    [JsonField("numberValue")] public JsonValue NumberValue;
    [JsonField("boolValue")] public JsonValue BoolValue;
    [JsonField("nullValue")] public JsonValue NullValue;
}

[JsonFields]
internal partial struct InlineDataFields
{
    [JsonField("mimeType")] public JsonValue MimeType;
    [JsonField("data")] public JsonValue Data;
}

[JsonFields]
internal partial struct CodeFields
{
    [JsonField("language")] public JsonValue Language;
    [JsonField("code")] public JsonValue Code;
}

[JsonFields]
internal partial struct CodeResultFields
{
    [JsonField("output")] public JsonValue Output;
}

[JsonFields]
internal partial struct GeminiUsageFields
{
    [JsonField("promptTokenCount")] public JsonValue Prompt;
    [JsonField("toolUsePromptTokenCount")] public JsonValue ToolPrompt;
    [JsonField("cachedContentTokenCount")] public JsonValue Cached;
    [JsonField("candidatesTokenCount")] public JsonValue Candidates;
    [JsonField("thoughtsTokenCount")] public JsonValue Thoughts;
    [JsonField("totalTokenCount")] public JsonValue Total;
    [JsonField("promptTokensDetails")] public JsonValue PromptDetails;
    [JsonField("candidatesTokensDetails")] public JsonValue CandidatesDetails;
}

[JsonFields]
internal partial struct ModalityTokensFields
{
    [JsonField("modality")] public JsonValue Modality;
    [JsonField("tokenCount")] public JsonValue TokenCount;
}

[JsonFields]
internal partial struct GroundingFields
{
    [JsonField("groundingChunks")] public JsonValue Chunks;
    [JsonField("groundingSupports")] public JsonValue Supports;
}

/// <summary>A source of whichever kind; all have the same two members.</summary>
[JsonFields]
internal partial struct GroundingChunkFields
{
    [JsonField("web")] public SourceFields Web;
    [JsonField("retrievedContext")] public SourceFields RetrievedContext;
    [JsonField("maps")] public SourceFields Maps;
}

/// <summary>A source of grounding, or one of <c>citationMetadata</c>, which has its place beside it.</summary>
[JsonFields]
internal partial struct SourceFields
{
    [JsonField("uri")] public JsonValue Uri;
    [JsonField("title")] public JsonValue Title;
    [JsonField("startIndex")] public JsonValue Start;
    [JsonField("endIndex")] public JsonValue End;
}

[JsonFields]
internal partial struct GroundingSupportFields
{
    [JsonField("segment")] public SegmentFields Segment;
    [JsonField("groundingChunkIndices")] public JsonValue ChunkIndices;
}

[JsonFields]
internal partial struct SegmentFields
{
    [JsonField("startIndex")] public JsonValue Start;
    [JsonField("endIndex")] public JsonValue End;
    [JsonField("text")] public JsonValue Text;
}

[JsonFields]
internal partial struct CitationListFields
{
    [JsonField("citationSources")] public JsonValue Sources; // AI Studio's word
    [JsonField("citations")] public JsonValue Citations;     // Vertex's
}

[JsonFields]
internal partial struct LogprobsResultFields
{
    [JsonField("chosenCandidates")] public JsonValue Chosen;
    [JsonField("topCandidates")] public JsonValue Top;
}

[JsonFields]
internal partial struct TopCandidatesFields
{
    [JsonField("candidates")] public JsonValue Candidates;
}

[JsonFields]
internal partial struct TokenFields
{
    [JsonField("token")] public JsonValue Token;
    [JsonField("logProbability")] public JsonValue LogProbability;
}
