// The caller's end of a call: what the router writes arrives in a pipe, and is read as far as the test wants.
using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InworldRouter.Tests.DataPlane;

internal sealed class CallerSide : IHttpResponseBodyFeature, IHttpResponseFeature, IHttpRequestLifetimeFeature, IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private readonly StringBuilder _text = new();
    private readonly Pipe _pipe;

    /// <param name="buffered">Bytes that the router may write before it has to wait for the caller to read.</param>
    public CallerSide(long buffered = 1 << 20)
    {
        // On the writer's thread, so that what was flushed has been delivered when the flush returns.
        _pipe = new Pipe(new PipeOptions(pauseWriterThreshold: buffered, resumeWriterThreshold: Math.Max(1, buffered / 2), useSynchronizationContext: false));
        RequestAborted = _left.Token;
        Http = new DefaultHttpContext();
        Http.Features.Set<IHttpResponseBodyFeature>(this);
        Http.Features.Set<IHttpResponseFeature>(this);
        Http.Features.Set<IHttpRequestLifetimeFeature>(this);
    }

    public DefaultHttpContext Http { get; }

    public int StatusCode { get; set; } = 200;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    [Obsolete("Not used by the router; part of the feature.")]
    public Stream Body { get; set; } = Stream.Null;

    public Stream Stream => Writer.AsStream();

    public PipeWriter Writer => _pipe.Writer;

    public bool HasStarted { get; private set; }

    public CancellationToken RequestAborted { get; set; }

    /// <summary>The router has cut the connection.</summary>
    public bool WasCut { get; private set; }

    /// <summary>Everything that has been read so far.</summary>
    public string Text => _text.ToString();

    /// <summary>The caller closes its connection.</summary>
    public void Leave()
    {
        // As the server does it: what is written from now on goes nowhere.
        _pipe.Reader.Complete();
        _left.Cancel();
    }

    /// <summary>Reads until this has come; what came before it and with it is in the text.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        while (!Text.Contains(end, StringComparison.Ordinal))
        {
            if (!await ReadSomeAsync() && !Text.Contains(end, StringComparison.Ordinal))
                throw new InvalidOperationException($"the answer ended without {end}: {Text}");
        }
        return Text;
    }

    public async Task<string> ReadToEndAsync()
    {
        while (await ReadSomeAsync())
        {
        }
        return Text;
    }

    public void Abort()
    {
        WasCut = true;
        _pipe.Reader.Complete();
        _left.Cancel();
    }

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        HasStarted = true;
        return Task.CompletedTask;
    }

    public Task CompleteAsync()
    {
        _pipe.Writer.Complete();
        return Task.CompletedTask;
    }

    public void DisableBuffering()
    {
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void OnStarting(Func<object, Task> callback, object state)
    {
    }

    public void OnCompleted(Func<object, Task> callback, object state)
    {
    }

    public void Dispose() => _left.Dispose();

    private async Task<bool> ReadSomeAsync()
    {
        var read = await _pipe.Reader.ReadAsync(TestContext.Current.CancellationToken).Soon();
        _text.Append(Encoding.UTF8.GetString(read.Buffer.ToArray()));
        _pipe.Reader.AdvanceTo(read.Buffer.End);
        return !read.IsCompleted;
    }
}
