using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sen.Identity.Account;
using Sen.Identity.Sessions;
using Sen.Ui;

namespace Sen.Identity.SignIn;

/// <summary>Registers how staff sign in: password, codes, passkeys, recovery.</summary>
internal static class StaffSignInServices
{
    public static void AddStaffSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Passwords>().AddSingleton<PasswordRules>().AddSingleton<SignInLog>().AddSingleton<SignInTries>().AddSingleton<Codes>();
        services.AddSingleton<StaffSignInHandler>().AddSingleton<SecondFactorHandler>().AddSingleton<ConfirmHandler>();
        services.AddSingleton<Factors>().AddSingleton<ChangePasswordHandler>();
        services.AddSingleton<Recovery>().AddSingleton<UseRecoveryHandler>();
        services.AddSingleton(new MenuEntry("staff", 92, "identity.recovery.menu", "/khoi-phuc-tai-khoan", Permissions.AccountRecover));
        services.AddPasskeys(configuration);
    }

    private static void AddPasskeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddIdentityCore<StaffUser>().AddUserStore<StaffUserStore>();
        services.AddScoped<IPasskeyHandler<StaffUser>, PasskeyHandler<StaffUser>>().AddScoped<Passkeys>();
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            // Staff choose their own authenticators; no maker is asked to vouch for them.
            options.AttestationConveyancePreference = "none";
            options.ServerDomain = Uri.TryCreate(configuration["Sen:PublicUrl"], UriKind.Absolute, out var home) ? home.Host : null;
        });
    }
}
