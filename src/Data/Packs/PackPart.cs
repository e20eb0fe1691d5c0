namespace Sen.Data;

/// <summary>
/// What one module takes from a pack. Applied by <c>sen pack apply DIR</c> in <paramref name="Order"/>; applying the same
/// pack twice changes nothing.
/// </summary>
/// <param name="Name">What it brings, as reported: <c>directory.units</c>.</param>
/// <param name="Order">Units 100, roles 200, people 300, procedures 400, demonstration 900 and later.</param>
/// <param name="Apply">Applies what the pack has of it; returns the line of the report, or an empty text when the pack has nothing.</param>
public sealed record PackPart(string Name, int Order, Func<IServiceProvider, Pack, CancellationToken, Task<string>> Apply);
