// A file that is there for one test.
namespace InworldRouter.Tests;

internal sealed class TemporaryFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("inworld-router-test-").FullName;

    public TemporaryFile(string text, string name = "file.json")
    {
        Path = System.IO.Path.Combine(_folder, name);
        File.WriteAllText(Path, text);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
