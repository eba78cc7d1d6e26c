// Fuzzing: a million inputs to everything that reads what strangers write, watched for exceptions, hangs and memory.
//
//   dotnet run -c Release --project bench/InworldRouter.Fuzz [-- OPTIONS]
//
//   --target cel,router,mask    which (all)
//   --count 1000000             inputs for each
//   --seed 1                    the inputs are a function of the seed and their number
//   --only 12345                only this one, printed first: what a failure's line says
//
// An input fails that throws, that takes longer than two seconds, or after which the live heap has grown by 64 MB and more. A process that dies
// all the same (a stack overflow cannot be caught) leaves the numbers of its last inputs in fuzz-last.txt.
using InworldRouter.Fuzz;
using InworldRouter.Fuzz.Targets;

IFuzzTarget[] all = [new CelTarget(), new RouterTarget(), new MaskTarget()];
var names = all.Select(t => t.Name).ToArray();
long count = 1_000_000;
ulong seed = 1;
long? only = null;
for (var i = 0; i + 1 < args.Length; i += 2)
{
    switch (args[i])
    {
        case "--target":
            names = args[i + 1].Split(',');
            break;
        case "--count":
            count = long.Parse(args[i + 1], System.Globalization.CultureInfo.InvariantCulture);
            break;
        case "--seed":
            seed = ulong.Parse(args[i + 1], System.Globalization.CultureInfo.InvariantCulture);
            break;
        case "--only":
            only = long.Parse(args[i + 1], System.Globalization.CultureInfo.InvariantCulture);
            break;
        default:
            Console.Error.WriteLine($"{args[i]}: not understood");
            return 64;
    }
}
var failures = 0;
foreach (var target in all.Where(t => names.Contains(t.Name)))
{
    var run = new FuzzRun(target, seed, Console.Out);
    failures += only is { } number ? run.One(number) : run.Many(count);
}
return failures == 0 ? 0 : 1;
