using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sen.Data;

/// <summary>Health check <c>ready</c>: the findings as codes, for machines; the operations page says them in words.</summary>
internal sealed class ReadyCheck(Readiness readiness) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var findings = await readiness.Look(cancellationToken);
        if (findings.Count == 0)
            return HealthCheckResult.Healthy();
        var reasons = string.Join("; ", findings.Select(f => $"{f.Problem.Code} {string.Join(' ', f.Problem.Args)}".TrimEnd()));
        return findings.Any(f => f.Blocks) ? HealthCheckResult.Unhealthy(reasons) : HealthCheckResult.Degraded(reasons);
    }
}
