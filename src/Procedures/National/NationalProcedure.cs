using System.Text.Json.Serialization;

namespace Sen.Procedures;

/// <summary>A procedure of the national list, in Vietnamese only; the names are those of the list's own records.</summary>
internal sealed record NationalProcedure
{
    [JsonPropertyName("ma_thu_tuc")] public string Code { get; init; } = "";
    [JsonPropertyName("ten_thu_tuc")] public string Name { get; init; } = "";
    [JsonPropertyName("linh_vuc")] public string Field { get; init; } = "";
    [JsonPropertyName("bo_nganh")] public string Ministry { get; init; } = "";
    [JsonPropertyName("cap_thuc_hien")] public string LevelsText { get; init; } = "";
    [JsonPropertyName("so_quyet_dinh")] public string Decision { get; init; } = "";
    [JsonPropertyName("doi_tuong_thuc_hien")] public string Applicants { get; init; } = "";
    [JsonPropertyName("co_quan_thuc_hien")] public string Agency { get; init; } = "";
    [JsonPropertyName("co_quan_co_tham_quyen")] public string Authority { get; init; } = "";
    [JsonPropertyName("trinh_tu_thuc_hien")] public string Steps { get; init; } = "";
    [JsonPropertyName("yeu_cau_dieu_kien")] public string Conditions { get; init; } = "";
    [JsonPropertyName("ket_qua_xu_ly")] public string Result { get; init; } = "";
    [JsonPropertyName("detail_url")] public string Address { get; init; } = "";
    [JsonPropertyName("kenh")] public IReadOnlyList<NationalChannel> Channels { get; init; } = [];

    /// <summary>Levels that carry it out: province, commune, ministry, other.</summary>
    [JsonIgnore]
    public string[] Levels => [.. LevelsText.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(l => l switch { "Cấp tỉnh" => "province", "Cấp xã" => "commune", "Cấp bộ" => "ministry", _ => "other" }).Distinct()];

    /// <summary>Paragraphs of a long text.</summary>
    public static IEnumerable<string> Paragraphs(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A way to hand in, with its time limit as the list states it.</summary>
internal sealed record NationalChannel
{
    [JsonPropertyName("channel")] public string Channel { get; init; } = "";
    [JsonPropertyName("time")] public string Time { get; init; } = "";
}
