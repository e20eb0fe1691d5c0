using System.Collections.Concurrent;
using System.Data;
using System.Reflection;
using Dapper;
using Npgsql;

namespace Sen.Data;

/// <summary>Binds the properties of an input record to the parameters of a statement, for buffered statements (Dapper serves reads).</summary>
internal static class Sql
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    static Sql()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        // Without this Dapper's own mapping wins for parameters, and Npgsql refuses instants that are not UTC.
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.AddTypeHandler(new Instants());
        SqlMapper.AddTypeHandler(new Dates());
        SqlMapper.AddTypeHandler(new Times());
    }

    /// <summary>Runs the mapping set-up once, before the first query.</summary>
    public static void Ready() { }

    public static NpgsqlBatchCommand Command(string sql, params object?[] args)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var input in args)
            if (input is not null)
                foreach (var property in Properties.GetOrAdd(input.GetType(), t => t.GetProperties()))
                    command.Parameters.Add(new NpgsqlParameter(property.Name, Value(property.GetValue(input))));
        return command;
    }

    private static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        Enum e => e.ToString(),
        DateTimeOffset at => at.ToUniversalTime(),
        string[] or string or byte[] => value,
        IEnumerable<string> list => list.ToArray(),
        _ => value,
    };

    /// <summary>timestamptz arrives as a UTC DateTime; Sen speaks DateTimeOffset only.</summary>
    private sealed class Instants : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => value switch
        {
            DateTimeOffset at => at,
            DateTime at => new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)),
            _ => throw new DataException($"not an instant: {value.GetType()}"),
        };

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUniversalTime();
    }

    private sealed class Dates : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) => value is DateTime at ? DateOnly.FromDateTime(at) : (DateOnly)value;

        public override void SetValue(IDbDataParameter parameter, DateOnly value) => parameter.Value = value;
    }

    private sealed class Times : SqlMapper.TypeHandler<TimeOnly>
    {
        public override TimeOnly Parse(object value) => value is TimeSpan span ? TimeOnly.FromTimeSpan(span) : (TimeOnly)value;

        public override void SetValue(IDbDataParameter parameter, TimeOnly value) => parameter.Value = value;
    }
}
