using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sen.Kernel;

namespace Sen.Data;

/// <summary>Registers printing.</summary>
public static class PrintingModule
{
    /// <summary>
    /// Adds <see cref="Printer"/>. Reads <c>Sen:DataFolder</c> and under <c>Sen:Print</c>: <c>Python</c>, <c>Variant</c>
    /// (pdf/ua-1 or pdf/a-3b), <c>Workers</c>, <c>PrintsPerWorker</c>, <c>TimeoutSeconds</c>, <c>FontFolders</c> (a list).
    /// </summary>
    public static IServiceCollection AddPrinting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new TextSource(typeof(PrintingModule).Assembly));
        return services.AddSingleton(provider =>
        {
            var folder = configuration["Sen:DataFolder"] ?? throw new InvalidOperationException("Sen:DataFolder is not set");
            var print = configuration.GetSection("Sen:Print");
            var cache = Directory.CreateDirectory(Path.Combine(folder, "print")).FullName;
            var plain = new PrintOptions(cache);
            return new Printer(plain with
            {
                Python = print["Python"] ?? plain.Python,
                Variant = print["Variant"] ?? plain.Variant,
                Workers = print.GetValue("Workers", plain.Workers),
                PrintsPerWorker = print.GetValue("PrintsPerWorker", plain.PrintsPerWorker),
                Patience = TimeSpan.FromSeconds(print.GetValue("TimeoutSeconds", plain.Patience.TotalSeconds)),
                FontFolders = print.GetSection("FontFolders").Get<string[]>() ?? plain.FontFolders,
            }, provider.GetRequiredService<ILogger<Printer>>());
        });
    }
}
