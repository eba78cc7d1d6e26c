// What both planes know of a store in trouble.
namespace InworldRouter.Plan;

/// <summary>The store cannot be reached or written; the message says which and what to do, without secrets.</summary>
public sealed class StoreUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
