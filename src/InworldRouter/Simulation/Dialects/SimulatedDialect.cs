// What the simulator has to know of a dialect: how to read a call, how to write an answer, how to word an error.
using InworldRouter.Providers.Dialects.Answers;
using InworldRouter.Providers.Dialects.Conversations;
using InworldRouter.Wire.Buffers;

namespace InworldRouter.Simulation.Dialects;

/// <summary>Readers and writers are those of the router's own callers. One object serves all calls.</summary>
internal abstract class SimulatedDialect
{
    /// <summary>Whose reasoning it is: what the provider of this dialect would sign.</summary>
    public virtual Origin Origin => Origin.None;

    /// <summary>What the ids of its answers begin with.</summary>
    public abstract ReadOnlySpan<byte> AnswerIdPrefix { get; }

    /// <summary>What the ids of a model's calls begin with; empty when they have none.</summary>
    public abstract ReadOnlySpan<byte> CallIdPrefix(string model);

    /// <summary>Reads a call's body.</summary>
    /// <param name="conversation">Empty; what is read stands in it.</param>
    /// <returns>Null, and the refusal in the provider's words, when it is no call.</returns>
    public abstract SimulatedCall? Read(ReadOnlyMemory<byte> body, in SimulatedPath path, Conversation conversation, out SimulatedError problem);

    public abstract AnswerWriter CreateWriter(SimulatedCall call);

    /// <summary>Writes what a stream begins with, if that comes before the first token.</summary>
    /// <param name="writer">One that it has made.</param>
    public virtual void Open(AnswerWriter writer, PooledBuffer output)
    {
    }

    /// <summary>The answer to a question for the number of a call's tokens.</summary>
    public virtual void WriteCount(int tokens, PooledBuffer output) => throw new NotSupportedException();

    /// <summary>The status and words of this provider for an error that a scenario names by a status.</summary>
    public abstract SimulatedError ErrorOf(int status, string message);

    /// <summary>The same for one that it names by its type: an error inside a 200.</summary>
    public abstract SimulatedError EventOf(string type, string message);

    /// <summary>The body of an error.</summary>
    public abstract void WriteError(in SimulatedError error, PooledBuffer output);

    /// <summary>An error as an event of a stream.</summary>
    public abstract void WriteErrorEvent(in SimulatedError error, PooledBuffer output);

    /// <summary>Tells how long to wait in the headers, if this provider does.</summary>
    public abstract void SetRetryAfter(IHeaderDictionary headers, TimeSpan wait);
}

/// <param name="Type">OpenAI's and Anthropic's <c>type</c>, Google's <c>status</c>.</param>
/// <param name="Code">OpenAI's alone.</param>
/// <param name="Param">OpenAI's alone.</param>
internal readonly record struct SimulatedError(int Status, string Type, string Message, string? Code = null, string? Param = null)
{
    /// <summary>For a provider that says in the body how long to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
