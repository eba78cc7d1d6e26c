// Tests that count what is allocated: what runs beside them empties the array pool that they have filled.
namespace InworldRouter.Providers.Tests;

[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
