namespace Sen.Identity;

/// <summary>A message in the words of its reader, ready to go.</summary>
/// <param name="Id">Of the message: what a receiver knows a repetition by.</param>
/// <param name="Address">E-mail address or mobile number.</param>
/// <param name="Name">Of the person.</param>
/// <param name="Language">vi, en or ar.</param>
/// <param name="Subject">One line; empty for an SMS.</param>
/// <param name="Text">Paragraphs parted by an empty line.</param>
/// <param name="Link">Whole address of the page, or null.</param>
internal sealed record Letter(Guid Id, string Address, string Name, string Language, string Subject, string Text, Uri? Link);

/// <summary>A way out of the program.</summary>
internal interface IChannel
{
    /// <summary><see cref="Channel.Mail"/> or <see cref="Channel.Sms"/>.</summary>
    string Name { get; }

    /// <summary>Hands the letter on and returns the state of its delivery: <c>sent</c>, or <c>outbox</c> when it only lies in a folder.</summary>
    /// <exception cref="ChannelException">Not handed on.</exception>
    Task<string> Send(Letter letter, CancellationToken ct);
}

/// <summary>Names of the channels.</summary>
internal static class Channel
{
    public const string Mail = "mail";
    public const string Sms = "sms";
}

/// <summary>A letter was not handed on. The reason is a code such as <c>SMTP 550</c> and names nobody: it is logged and shown.</summary>
internal sealed class ChannelException(string reason, bool permanent) : Exception(reason)
{
    /// <summary>Trying again cannot help: the address is wrong.</summary>
    public bool Permanent => permanent;
}
