namespace Sen.Bench.Organisation;

/// <summary>Invented data at the size that the issue asks for, made by the server from a fixed seed.</summary>
internal static class Seeds
{
    /// <summary>50,000 units in three levels, and 100,000 staff in positions, with Vietnamese syllables.</summary>
    public const string Directory = """
        select setseed(0.42);
        create function pg_temp.pick(kind text) returns text language plpgsql volatile as $$ declare a text[]; begin
          a := string_to_array(case kind
            when 'word' then 'An,Bình,Cần,Châu,Chợ,Đông,Giang,Hà,Hải,Hòa,Hưng,Khánh,Kiên,Lạc,Long,Lộc,Mỹ,Nam,Ngọc,Nhơn,Ninh,Phú,Phước,Quảng,Quốc,Sơn,Tân,Tây,Thạnh,Thới,Thuận,Tiên,Trung,Tri,Vĩnh,Xuyên,Yên,Đức,Hiệp,Hội'
            when 'family' then 'Nguyễn,Trần,Lê,Phạm,Huỳnh,Phan,Vũ,Võ,Đặng,Bùi,Đỗ,Hồ,Ngô,Dương,Lý'
            else 'Anh,Bảo,Bích,Chi,Cúc,Dũng,Duy,Đạt,Giang,Hạnh,Hiền,Hoa,Hoàng,Hùng,Hương,Khang,Kiều,Lan,Liên,Linh,Long,Mai,Minh,Nam,Nga,Ngân,Nhung,Oanh,Phúc,Phượng,Quang,Quỳnh,Sen,Sơn,Tâm,Thảo,Thắng,Thu,Thủy,Trang,Trung,Tuấn,Uyên,Vân,Việt,Yến' end, ',');
          return a[1 + floor(random() * array_length(a, 1))::int]; end $$;
        insert into directory.unit (code) select 'H01' union all select 'H01.' || i from generate_series(1, 500) i
          union all select 'H01.' || i || '.' || j from generate_series(1, 500) i, generate_series(1, 99) j;
        insert into directory.unit_version (code, valid_from, kind, name, short_name, name_en, parent_code, path, source)
          select 'H01', '2025-07-01', 'province', 'Tỉnh An Giang', 'An Giang', 'An Giang', null, 'H01', 'bench';
        insert into directory.unit_version (code, valid_from, kind, name, short_name, name_en, parent_code, path, source)
          select 'H01.' || i, '2025-07-01', 'commune', n, n, n, 'H01', 'H01/H01.' || i, 'bench'
          from (select i, 'Xã ' || pg_temp.pick('word') || ' ' || pg_temp.pick('word') || ' ' || pg_temp.pick('word') as n from generate_series(1, 500) i) u;
        insert into directory.unit_version (code, valid_from, kind, name, short_name, name_en, parent_code, path, source)
          select 'H01.' || i || '.' || j, '2025-07-01', 'division', n, n, n, 'H01.' || i, 'H01/H01.' || i || '/H01.' || i || '.' || j, 'bench'
          from (select i, j, (array['Phòng','Trường','Trạm','Ban','Tổ'])[1 + j % 5] || ' ' || pg_temp.pick('word') || ' ' || pg_temp.pick('word') || ' ' || j as n
            from generate_series(1, 500) i, generate_series(1, 99) j) u;
        insert into identity.staff (id, user_name, name, created_at)
          select 's' || i, 'u' || i, pg_temp.pick('family') || ' ' || pg_temp.pick('given') || ' ' || pg_temp.pick('given') || ' ' || pg_temp.pick('given'), now() from generate_series(1, 100000) i;
        insert into identity.position (staff_id, unit_code, title, valid_from)
          select 's' || i, 'H01.' || (1 + i % 500) || '.' || (1 + (i / 500) % 99), 'Chuyên viên', '2025-07-01' from generate_series(1, 100000) i;
        analyze;
        """;

    /// <summary>300,000 dossiers over 100 offices, two of them of another root than the province.</summary>
    public const string Dossiers = """
        insert into procedures.procedure (code, version, body, name, field, search, valid_from) values ('1', 1, '{}', 'Thủ tục', 'Hộ tịch', 'thu tuc', '2025-01-01');
        insert into procedures.dossier (id, number, procedure_code, procedure_version, office, office_path, person_id, applicant_name, answers, status, channel, fee, fee_why, submitted_at)
          select gen_random_uuid(), 'N' || i, '1', 1, 'H01.' || (1 + i % 100) || '.MC', case when i % 100 < 2 then 'Z01' else 'H01' end || '/H01.' || (1 + i % 100) || '/H01.' || (1 + i % 100) || '.UB/H01.' || (1 + i % 100) || '.MC',
            'p' || i % 5000, 'Nguyễn Văn ' || i, '{}', 1 + i % 10, 2, 0, '0', timestamptz '2026-01-01' + i * interval '90 seconds'
          from generate_series(1, 300000) i;
        analyze procedures.dossier;
        """;
}
