// What a program keeps in memory. Run alone: the measure is of the whole process.
namespace InworldRouter.Cel.Tests.Evaluation;

[CollectionDefinition(nameof(ProgramSizeTests), DisableParallelization = true)]
[Collection(nameof(ProgramSizeTests))]
public sealed class ProgramSizeTests
{
    [Fact]
    public void Program_StaysSmall()
    {
        const int Count = 10_000;
        var programs = new CelProgram[Count];
        Compile(programs, 1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Compile(programs, Count);
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Count;
        GC.KeepAlive(programs);

        // Ten thousand routers with three conditions each: 45 MB.
        Assert.InRange(each, 0, 1500);
    }

    private static void Compile(CelProgram[] programs, int count)
    {
        for (var i = 0; i < count; i++)
            programs[i] = Compiled.Program($"tier == 'premium{i}' && (country in ['US', 'CA'] || score >= 0.{i})", Compiled.Open);
    }
}
