var builder = WebApplication.CreateEmptyBuilder(new() { Args = args });
builder.WebHost.UseKestrelCore();
var app = builder.Build();
app.Run(c => c.Response.WriteAsync("hi"));
app.Run();
