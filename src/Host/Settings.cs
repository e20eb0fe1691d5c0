namespace Sen.Host;

/// <summary>Reads <c>Sen:*</c> settings; a missing one that is needed says its name.</summary>
internal static class Settings
{
    /// <summary>The files and the environment, later wins; read again where a machine keeps its settings.</summary>
    public static void AddSen(this ConfigurationManager configuration, string[] args)
    {
        configuration.AddJsonFile("/etc/sen/sen.json", optional: true, reloadOnChange: false);
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(args);
    }

    /// <summary>The setting, or null when it is missing or empty.</summary>
    public static string? Sen(this IConfiguration configuration, string name) =>
        configuration["Sen:" + name] is { Length: > 0 } value ? value : null;

    /// <summary>The setting; its absence ends the command with its name.</summary>
    public static string SenNeeded(this IConfiguration configuration, string name) =>
        configuration.Sen(name) ?? throw new SettingMissingException(name);

    /// <summary>Connection string of the owner; an installation with one role for all uses that.</summary>
    public static string Owner(this IConfiguration configuration) =>
        configuration.Sen("DatabaseOwner") ?? configuration.SenNeeded("Database");
}

/// <summary>A setting that the command needs is not there.</summary>
internal sealed class SettingMissingException(string name) : Exception($"the setting Sen:{name} (environment: Sen__{name.Replace(":", "__")}) is missing");

/// <summary>Stand-ins let anybody be anybody.</summary>
internal sealed class StandInsInProductionException() : Exception("Sen:StandIns is on, and stand-ins never serve in Production");
