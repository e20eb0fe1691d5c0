using System.Net.Mail;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sen.Data;
using Sen.Kernel;

namespace Sen.Identity;

/// <summary>Registers messages and their channels; called by the module, which also registers a <see cref="FindAddressee"/>.</summary>
internal static class DeliveryModule
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Reads <c>Sen:Smtp</c> (Host, From, Port, User, Password, StartTls), <c>Sen:Sms</c> (Url, Key), <c>Sen:PublicUrl</c>.
    /// A channel without configuration does not exist; in the demonstration (<c>Sen:Demo</c>) its letters lie in <c>outbox</c> of <c>Sen:DataFolder</c>.
    /// </summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services, IConfiguration configuration)
    {
        var sen = configuration.GetSection("Sen");
        services.AddSingleton(new PublicUrl(sen["PublicUrl"] is { Length: > 0 } home ? new Uri(home) : null));
        services.AddSingleton<DeliverHandler>().AddSingleton<RemindHandler>().AddSingleton<Inbox>();
        services.AddJobHandler<SendMail>((job, context, ct) => Deliver(context).Handle(job.Message, Channel.Mail, ct));
        services.AddJobHandler<SendSms>((job, context, ct) => Deliver(context).Handle(job.Message, Channel.Sms, ct));
        services.AddJobHandler<Remind>((job, context, ct) => context.Services.GetRequiredService<RemindHandler>().Handle(job, ct));
        services.AddMail(sen);
        services.AddSms(sen);
        return services;
    }

    private static void AddMail(this IServiceCollection services, IConfigurationSection sen)
    {
        var smtp = sen.GetSection("Smtp");
        if (smtp["Host"] is { Length: > 0 } host)
        {
            var options = new SmtpOptions(host, smtp["From"] ?? throw new InvalidOperationException("Sen:Smtp:From is not set: mail needs a sender"))
            {
                Port = smtp.GetValue("Port", 587),
                User = smtp["User"],
                Password = smtp["Password"],
                StartTls = smtp.GetValue("StartTls", true),
            };
            services.AddSingleton<IChannel>(p =>
                new MailChannel(options, new MailLayout(p.GetRequiredService<Texts>(), new MailAddress(options.From)), Patience));
        }
        else
        {
            services.AddOutbox(sen, Channel.Mail);
        }
    }

    private static void AddSms(this IServiceCollection services, IConfigurationSection sen)
    {
        if (sen["Sms:Url"] is { Length: > 0 } url)
        {
            services.AddHttpClient(SmsChannel.Client, c => c.Timeout = Patience);
            services.AddSingleton<IChannel>(p => new SmsChannel(
                new SmsOptions(new Uri(url), sen["Sms:Key"]), p.GetRequiredService<IHttpClientFactory>(), TimeSpan.FromMilliseconds(500)));
        }
        else
        {
            services.AddOutbox(sen, Channel.Sms);
        }
    }

    private static void AddOutbox(this IServiceCollection services, IConfigurationSection sen, string channel)
    {
        if (!sen.GetValue("Demo", false) || sen["DataFolder"] is not { Length: > 0 } folder)
            return;
        services.AddSingleton<IChannel>(p => new OutboxChannel(channel, Path.Combine(folder, "outbox"),
            new MailLayout(p.GetRequiredService<Texts>(), new MailAddress("sen@demo.invalid"))));
    }

    private static DeliverHandler Deliver(JobContext context) => context.Services.GetRequiredService<DeliverHandler>();
}
