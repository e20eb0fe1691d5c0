using System.Globalization;
using Sen.Lexis;
using Sen.Tests.Conformance;

namespace Sen.Bench.Lexis;

/// <summary>
/// Where the threshold of answers should lie: questions made up for this, half about the laws of the corpus, half about
/// anything else, and which share of each is answered at which threshold. ALQAC's own questions are printed beside, and did not decide.
/// </summary>
internal static class Silence
{
    public static Bench Bench { get; } = new("lexis-silence", "which questions are answered at which threshold", Run);

    private static readonly string[] Legal =
    [
        "Nam nữ bao nhiêu tuổi thì được kết hôn?", "Tài sản riêng của vợ chồng gồm những gì?", "Ai có quyền yêu cầu ly hôn?", "Con riêng có được thừa kế không?",
        "Thời hiệu yêu cầu chia di sản là bao lâu?", "Di chúc miệng hợp pháp khi nào?", "Người lập di chúc phải có điều kiện gì?", "Hợp đồng thuê nhà vô hiệu khi nào?",
        "Thế nào là nơi thường trú?", "Hồ sơ đăng ký tạm trú gồm giấy tờ gì?", "Khi nào bị xóa đăng ký thường trú?", "Khách du lịch có quyền gì?",
        "Điều kiện kinh doanh dịch vụ lữ hành quốc tế", "Phim cấm phổ biến là phim nào?", "Cai nghiện ma túy bắt buộc trong bao lâu?", "Tuổi vào học lớp một là bao nhiêu?",
        "Nhiệm vụ của nhà giáo", "Viên chức bị kỷ luật bằng hình thức nào?", "Phán quyết trọng tài bị hủy khi nào?", "Quyền khiếu nại, tố cáo của công dân theo Hiến pháp",
        "Cầm giữ tài sản là gì?", "Giám hộ cho người chưa thành niên", "Bồi thường thiệt hại do súc vật gây ra", "Lãi suất vay tối đa là bao nhiêu?",
    ];

    private static readonly string[] Other =
    [
        "Cách nấu phở bò", "Đội tuyển nào vô địch World Cup 2022?", "Thời tiết ngày mai ở Cần Thơ thế nào?", "Giá vàng hôm nay bao nhiêu?",
        "Cách trồng lan hồ điệp", "Công thức tính diện tích hình tròn", "iPhone nào pin lâu nhất?", "Bài hát nào đang hot?",
        "Làm sao để giảm cân nhanh?", "Lịch chiếu phim rạp Long Xuyên tối nay", "Thuốc hạ sốt paracetamol uống mấy viên?", "Mấy giờ xe buýt đi Châu Đốc?",
        "Ai phát minh ra bóng đèn?", "Thủ đô nước Úc là gì?", "Cách sửa máy giặt không vắt", "Con mèo bị nôn phải làm sao?",
        "Phân bón nào tốt cho lúa?", "Python khác Java thế nào?", "Số điện thoại taxi Mai Linh", "Kết quả xổ số miền Nam",
        "Mẹo học tiếng Anh hiệu quả", "Khách sạn nào ở Phú Quốc đẹp?", "Điểm chuẩn đại học An Giang năm nay", "Cách làm bánh xèo",
    ];

    private static int Run(string[] args)
    {
        var folder = Path.GetFullPath(Path.Combine(Environment.GetEnvironmentVariable("SEN_CASES") ?? "../shared/cases", "../data/legal"));
        using var index = AlqacData.Index(AlqacData.ReadArticles(folder));
        double[] Coverage(IEnumerable<string> questions) => [.. questions.Select(q => index.Search(new SearchRequest(q) { Plain = true, Explain = true, Limit = 5 }).Hits
            .Select(h => h.Coverage).DefaultIfEmpty().Max())];
        var (legal, other) = (Coverage(Legal), Coverage(Other));
        var alqac = Coverage(AlqacData.ReadQuestions(folder).Select(q => q.Text.Split('\n')[0]));
        Console.WriteLine("threshold  legal answered  other answered  ALQAC (first line) answered");
        for (var threshold = 0.15; threshold < 0.6; threshold += 0.05)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{threshold,9:0.00}  {legal.Count(c => c >= threshold),10}/{legal.Length}  {other.Count(c => c >= threshold),11}/{other.Length}  {alqac.Count(c => c >= threshold),16}/{alqac.Length}"));
        foreach (var (question, coverage) in Other.Zip(other).OrderByDescending(p => p.Second).Take(6).Concat(Legal.Zip(legal).OrderBy(p => p.Second).Take(8)))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {coverage:0.00} {question}"));
        return 0;
    }
}
