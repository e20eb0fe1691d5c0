using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Sen.Identity.Personnel;

/// <summary>The first sheet of an Excel workbook as rows of text, and the way back; strangers' files are bounded.</summary>
internal static class ExcelSheet
{
    /// <summary>Most rows and columns that are read.</summary>
    public const int MostRows = 20_000, MostColumns = 50;

    private const long MostCharacters = 50_000_000;

    public const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Rows by their number, from 1; cells that are empty are empty texts. Dates come as dd/MM/yyyy.</summary>
    /// <exception cref="InvalidDataException">Not a workbook, or larger than what is read.</exception>
    public static IReadOnlyList<(int Row, string[] Cells)> Read(Stream file)
    {
        try
        {
            using var document = SpreadsheetDocument.Open(file, isEditable: false, new OpenSettings { MaxCharactersInPart = MostCharacters });
            return Rows(document.WorkbookPart ?? throw new InvalidDataException("no workbook"));
        }
        // A damaged workbook makes the library throw whatever it meets first: a missing part, a number too large, another kind of part.
        catch (Exception e) when (e is not (InvalidDataException or OutOfMemoryException))
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    /// <summary>Writes a workbook of one sheet; the first row is the heads.</summary>
    public static byte[] Write(string name, IEnumerable<IReadOnlyList<string>> rows)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.Workbook = new Workbook();
            var part = book.AddNewPart<WorksheetPart>();
            // Texts stay texts: a spreadsheet never runs what stands in them as a formula.
            part.Worksheet = new Worksheet(new SheetData(rows.Select(row => new Row(row.Select(cell =>
                new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(cell) { Space = SpaceProcessingModeValues.Preserve }) })))));
            book.Workbook.AppendChild(new Sheets(new Sheet { Id = book.GetIdOfPart(part), SheetId = 1, Name = name }));
        }
        return stream.ToArray();
    }

    private static List<(int, string[])> Rows(WorkbookPart book)
    {
        var first = book.Workbook.Descendants<Sheet>().FirstOrDefault() ?? throw new InvalidDataException("no sheet");
        var part = first.Id?.Value is { } id && book.GetPartById(id) is WorksheetPart sheet ? sheet : throw new InvalidDataException("no sheet");
        var shared = book.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(i => i.InnerText).ToArray() ?? [];
        var dates = DateStyles(book.WorkbookStylesPart?.Stylesheet);
        var rows = new List<(int, string[])>();
        foreach (var row in part.Worksheet.Descendants<Row>())
        {
            if (rows.Count >= MostRows)
                throw new InvalidDataException($"more than {MostRows} rows");
            var cells = new string[MostColumns];
            Array.Fill(cells, "");
            var next = 0;
            foreach (var cell in row.Elements<Cell>())
            {
                var column = Column(cell.CellReference?.Value) ?? next;
                next = column + 1;
                if (column < MostColumns)
                    cells[column] = Value(cell, shared, dates).Trim();
            }
            if (cells.Any(c => c.Length > 0))
                rows.Add(((int)(row.RowIndex?.Value ?? (uint)(rows.Count + 1)), cells));
        }
        return rows;
    }

    private static string Value(Cell cell, string[] shared, HashSet<uint> dates)
    {
        var raw = cell.CellValue?.Text ?? "";
        if (cell.DataType?.Value == CellValues.SharedString)
            return int.TryParse(raw, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < shared.Length ? shared[index] : "";
        if (cell.DataType?.Value == CellValues.InlineString)
            return cell.InlineString?.InnerText ?? "";
        return cell.StyleIndex?.Value is { } style && dates.Contains(style) && double.TryParse(raw, CultureInfo.InvariantCulture, out var days) && days is > 0 and < 2_958_466
            ? DateTime.FromOADate(days).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) : raw;
    }

    /// <summary>Styles whose number format shows a date: the built-in ones, and own ones with a day or a year.</summary>
    private static HashSet<uint> DateStyles(Stylesheet? styles)
    {
        var own = styles?.NumberingFormats?.Elements<NumberingFormat>()
            .Where(f => f.FormatCode?.Value is { } code && (code.Contains('y', StringComparison.OrdinalIgnoreCase) || code.Contains('d', StringComparison.OrdinalIgnoreCase)))
            .Select(f => f.NumberFormatId?.Value ?? 0).Where(n => n > 0).ToHashSet() ?? [];
        return styles?.CellFormats?.Elements<CellFormat>().Select((f, i) => (Format: f.NumberFormatId?.Value ?? 0, Index: (uint)i))
            .Where(f => f.Format is >= 14 and <= 17 or 22 || own.Contains(f.Format)).Select(f => f.Index).ToHashSet() ?? [];
    }

    /// <summary>Column of "AB12", from 0.</summary>
    private static int? Column(string? reference)
    {
        if (reference is null)
            return null;
        var column = 0;
        foreach (var letter in reference.TakeWhile(char.IsAsciiLetterUpper))
            column = column > 20_000 ? column : column * 26 + (letter - 'A' + 1);
        return column == 0 ? null : column - 1;
    }
}
