// Files keep the contract.
using InworldRouter.ControlPlane.Routers.Store;

namespace InworldRouter.Tests.ControlPlane.Routers.Store.Files;

public sealed class FileRouterStoreContractTests : RouterStoreContract, IDisposable
{
    private readonly RouterFolder _folder = new();

    protected override string Reported => _folder.Report.ToString();

    public void Dispose() => _folder.Dispose();

    protected override IRouterStore Open() => _folder.Open();
}
