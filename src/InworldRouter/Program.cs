// Parses the command and runs it.
using InworldRouter.Commands;

return args switch
{
    ["check", .. var rest] => CheckCommand.Run(rest, Console.Out, Console.Error),
    ["simulate", .. var rest] => await SimulateCommand.RunAsync(rest, CancellationToken.None),
    ["serve", .. var rest] => await ServeCommand.RunAsync(rest),
    _ => await ServeCommand.RunAsync(args),
};
