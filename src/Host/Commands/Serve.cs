using System.CommandLine;

namespace Sen.Host.Commands;

/// <summary><c>sen serve</c>: the web application, its jobs and sealers, until it is told to stop.</summary>
internal static class Serve
{
    public static Command Command()
    {
        var port = new Option<int>("--port") { Description = "Port to listen on.", DefaultValueFactory = _ => 8080, HelpName = "PORT" };
        var address = new Option<string>("--address")
        {
            Description = "Address to listen on; a proxy on this machine adds TLS.",
            DefaultValueFactory = _ => "127.0.0.1",
            HelpName = "ADDRESS",
        };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535)
                result.AddError("--port is a number from 0 to 65535.");
        });
        var command = new Command("serve", """
            Serve the web application and run jobs until Ctrl-C or SIGTERM; what is under way is finished first.
            Any number of copies may run. Health: /song (live), /san-sang (ready; with reasons to this machine).
            """) { port, address };
        command.SetAction(async (result, ct) =>
        {
            await using var app = WebApp.Build([], builder =>
            {
                builder.WebHost.UseUrls($"http://{result.GetValue(address)}:{result.GetValue(port)}");
                // Sen:RunLoops=false makes a copy that answers pages only.
                builder.Configuration["Sen:RunLoops"] ??= "true";
            });
            await app.RunAsync(ct);
            return 0;
        });
        return command;
    }
}
