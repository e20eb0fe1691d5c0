using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using NSec.Cryptography;
using Sen.Host;
using Sen.Identity.SignIn;
using Sen.Tests;

namespace Sen.Bench.Identity;

/// <summary>
/// Sign-ins of staff a second: the whole program on a real port and a real PostgreSQL with fsync, the form posted by clients
/// on the same machine; each sign-in verifies Argon2id, makes a session and a ledger entry. Beside it the hash alone, against PBKDF2.
/// </summary>
internal static partial class SignInBench
{
    public static readonly Bench Bench = new("sign-in", "staff sign-ins a second over HTTP, Argon2id against PBKDF2", args => Run(args).GetAwaiter().GetResult());

    private const int Accounts = 1000, Warm = 1000;
    private const string Password = "vịt giời lội ngược kênh";

    private static async Task<int> Run(string[] args)
    {
        var (clients, seconds) = (args is [var c, ..] ? int.Parse(c, null) : 8, args is [_, var s, ..] ? int.Parse(s, null) : 20);
        Choices();
        await Hashes();
        Environment.SetEnvironmentVariable("SEN_FSYNC", "on");
        var folder = System.IO.Directory.CreateTempSubdirectory("sen-bench");
        var cluster = await Cluster.Get();
        await cluster.Create("bench");
        var app = WebApp.Build([], builder => Set(builder, cluster.App("bench"), folder.FullName));
        await Fill(cluster.Owner("bench"), await app.Services.GetRequiredService<Passwords>().Hash(Password));
        await app.StartAsync();
        await Load(app.Urls.Single(), clients, seconds);
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Delete(recursive: true);
        return 0;
    }

    /// <summary>One hash after the other on one core.</summary>
    private static async Task Hashes()
    {
        using var passwords = new Passwords();
        var argon = await passwords.Hash(Password);
        var old = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 })).HashPassword(new object(), Password);
        var (a, b) = (await Time(() => passwords.Verify(argon, Password)), await Time(() => passwords.Verify(old, Password)));
        Console.WriteLine($"verify, one core: Argon2id as set {a:F1} ms; PBKDF2-SHA512 x 210,000 {b:F1} ms; ratio {a / b:F2}");
    }

    /// <summary>OWASP's five choices, of equal strength by its Password Storage Cheat Sheet, in turns on one core.</summary>
    private static void Choices()
    {
        (int KiB, int Passes)[] choices = [(47_104, 1), (19_456, 2), (12_288, 3), (9_216, 4), (7_168, 5)];
        var (salt, times) = (new byte[16], choices.Select(_ => new List<double>()).ToArray());
        for (var round = 0; round < 60; round++)
            for (var i = 0; i < choices.Length; i++)
            {
                var argon = PasswordBasedKeyDerivationAlgorithm.Argon2id(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = choices[i].KiB, NumberOfPasses = choices[i].Passes });
                var started = Stopwatch.GetTimestamp();
                argon.DeriveBytes(Password, salt, 32);
                times[i].Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        for (var i = 0; i < choices.Length; i++)
            Console.WriteLine($"Argon2id {choices[i].KiB / 1024,2} MiB x {choices[i].Passes}: median {times[i].Order().ElementAt(30):F2} ms, least {times[i].Min():F2} ms");
    }

    private static async Task<double> Time(Func<Task> verify)
    {
        for (var i = 0; i < 5; i++)
            await verify();
        var (watch, times) = (Stopwatch.StartNew(), 0);
        for (; watch.ElapsedMilliseconds < 3000; times++)
            await verify();
        return watch.Elapsed.TotalMilliseconds / times;
    }

    private static void Set(WebApplicationBuilder builder, string database, string folder)
    {
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Sen:Database"] = database,
            ["Sen:DataFolder"] = folder,
            ["Sen:FileKey"] = Convert.ToBase64String(new byte[32]),
            ["Sen:RunLoops"] = "true",
            ["Sen:Ui:SignInsPerFiveMinutes"] = "10000000",
            ["Sen:Ui:RequestsPerMinute"] = "10000000",
            ["Logging:LogLevel:Default"] = "Error",
        });
    }

    private static async Task Fill(string owner, string hash)
    {
        await using var connection = new NpgsqlConnection(owner);
        await connection.ExecuteAsync("""
            insert into identity.staff (id, user_name, name, password_hash, created_at)
            select 'bench-' || n, 'bench.' || n, 'Bench ' || n, @hash, now() from generate_series(1, @Accounts) n
            """, new { hash, Accounts });
    }

    private static async Task Load(string address, int clients, int seconds)
    {
        var times = new List<double>();
        var (failed, next) = (0, 0);
        var processor = Process.GetCurrentProcess();
        var watch = new Stopwatch();
        var busy = TimeSpan.Zero;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
            using var http = new HttpClient(handler) { BaseAddress = new Uri(address) };
            var page = await http.GetStringAsync("/dang-nhap/can-bo");
            var token = Token().Match(page).Groups[1].Value;
            while (true)
            {
                var number = Interlocked.Increment(ref next);
                if (number == Warm)
                {
                    busy = processor.TotalProcessorTime;
                    watch.Start();
                }
                if (watch.Elapsed.TotalSeconds > seconds)
                    return;
                using var form = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["UserName"] = $"bench.{number % Accounts + 1}",
                    ["Password"] = Password,
                    ["__RequestVerificationToken"] = token,
                });
                // Each sign-in is by itself: the session of the one before is not sent.
                foreach (Cookie cookie in handler.CookieContainer.GetCookies(http.BaseAddress))
                    cookie.Expired = cookie.Name is "sen" or "sen-device";
                var started = Stopwatch.GetTimestamp();
                using var answer = await http.PostAsync("/dang-nhap/can-bo", form);
                var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                if (answer.StatusCode != HttpStatusCode.Redirect)
                    Interlocked.Increment(ref failed);
                else if (number > Warm)
                    lock (times)
                        times.Add(took);
            }
        }));
        var elapsed = watch.Elapsed;
        processor.Refresh();
        busy = processor.TotalProcessorTime - busy;
        times.Sort();
        Console.WriteLine($"sign-in over HTTP: {Accounts} accounts, {clients} clients at once, {elapsed.TotalSeconds:F1} s, fsync on, clients and database on the same machine");
        Console.WriteLine($"  {times.Count / elapsed.TotalSeconds:F1} sign-ins/s, {failed} failed; p50 {At(.5):F0} ms, p95 {At(.95):F0} ms, p99 {At(.99):F0} ms; program and clients used {busy.TotalSeconds / elapsed.TotalSeconds:F2} cores");

        double At(double part) => times[(int)(part * (times.Count - 1))];
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
