namespace Sen.Data;

/// <summary>One part of the demonstration, made by `sen demo` after the packs; running it again changes nothing.</summary>
/// <param name="Name">What it makes, shown while it runs.</param>
/// <param name="Order">Position; accounts before what they do.</param>
/// <param name="Make">Makes it by the handlers that people use, and returns one line of what it made.</param>
public sealed record DemoPart(string Name, int Order, Func<IServiceProvider, CancellationToken, Task<string>> Make);
