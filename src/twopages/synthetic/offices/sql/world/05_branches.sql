-- Branches (firm.kind 2100): three in four of the largest company of their section, one in twelve of a company elsewhere.
create table branch as
with company as (
    select *, row_number() over (partition by section order by size desc, id) - 1 as n
    from firm where active and kind in ('1130', '1151', '1190', '1222', '1212')),
counted as (select section, count(*) as many from company group by section),
asked as (
    select f.id, f.section, f.established, f.cancelled, if(chance(0.75, 'chain', f.id), 0, whole(0, c.many - 1, 'branch of', f.id)) as n
    from firm f join counted c on c.section = f.section where f.kind = '2100' and not chance(0.08, 'branch of a stranger', f.id)),
found as (
    select a.id as firm, c.id as parent, least(greatest(a.established, c.established + 200), as_of() - 5) as since
    from asked a join company c on c.section = a.section and c.n = a.n)
select f.id as firm, b.parent, coalesce(b.since, f.established) as since, f.cancelled as until,
    row_number() over (partition by b.parent, f.district order by f.id) as nth
from firm f left join found b on b.firm = f.id where f.kind = '2100' order by f.id;

update firm set name = m.name || d.name || if(b.nth > 1, '第' || b.nth, '') || '分公司', section = m.section, industry = m.industry,
    scope = m.scope, licences = m.licences
from branch b, firm m, district d where b.firm = firm.id and m.id = b.parent and d.code = firm.district;
