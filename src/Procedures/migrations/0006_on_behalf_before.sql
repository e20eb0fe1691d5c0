-- Dossiers lodged for others before it stood in their row: whom by the link of that day, the name as it is now, and as what nobody wrote
-- down. With it the rule that who acts must still be allowed to holds for them too.
update procedures.dossier d
set on_behalf_of = l.to_kind || ':' || l.to_id, on_behalf_name = coalesce(p.name, '(không còn lưu tên)'), on_behalf_basis = 'recorded'
from data.link l left join identity.v_principal p on p.kind = l.to_kind and p.id = l.to_id
where d.on_behalf_of is null and l.from_kind = 'dossier' and l.from_id = d.id::text and l.kind = 'on-behalf-of';
