// A catalog file that exists only in the test.
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace InworldRouter.Generators.Tests.Models;

internal sealed class CatalogFile(string text, string path = "/src/Catalog/models.json") : AdditionalText
{
    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, Encoding.UTF8);
}
