// What the router counts. Recording costs an interlocked add; the text is made when somebody asks for it.
using InworldRouter.Plan;
using InworldRouter.Providers;

namespace InworldRouter.Telemetry;

public sealed partial class RouterMetrics
{
    /// <summary>A call has ended.</summary>
    /// <param name="status">The HTTP status that the caller got; 499 when it left.</param>
    public void CallEnded(int status, bool stream, TimeSpan overhead)
    {
    }

    /// <summary>An upstream has started to answer.</summary>
    public void AttemptSucceeded(string providerId, ModelPlan model, TimeSpan ttft)
    {
    }

    public void AttemptFailed(string providerId, ModelPlan model, FailureKind kind)
    {
    }
}
