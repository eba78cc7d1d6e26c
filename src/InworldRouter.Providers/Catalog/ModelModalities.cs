// The kinds of content that go into a model and come out of it.
namespace InworldRouter.Providers.Catalog;

[Flags]
public enum ModelModalities
{
    None = 0,
    Text = 1 << 0,
    Image = 1 << 1,
    Audio = 1 << 2,
    Video = 1 << 3,

    /// <summary>A document such as a PDF.</summary>
    File = 1 << 4,
}
