-- branches and the enterprises that they belong to; some heads sit elsewhere
select f.key as BRUNISCID, coalesce(m.key, stranger_credit('head elsewhere', f.id)) as PUNISCID, f.name as BRNAME, b.since as ESTDATE,
    b.until as CANDATE, 'I' as OPFLAG
from branch b join firm f on f.id = b.firm left join firm m on m.id = b.parent
order by f.id
