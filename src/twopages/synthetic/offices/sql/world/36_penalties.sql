-- Penalties of the last three years: of firms by their standing, of four in 1,000 grown-up persons
create or replace table penalty as
with fitting as (
    select i.code as section, o.n, o.party, row_number() over (partition by i.code, o.party order by o.n) - 1 as nth,
        count(*) over (partition by i.code, o.party) as many
    from (select distinct section as code from firm) i join offence o on o.party <> 'person' and contains(o.sections, i.code)),
sized as (select distinct section, party, many from fitting),
punished as (
    select s.firm, null::bigint as person, f.district, f.section, if(s.serious and k = 0, 'serious', 'firm') as party, s.firm * 8 + k as die,
        if(k = 0, s.fell, between_days(greatest(f.established + 60, as_of() - 1090), as_of() - 8, 'penalised', s.firm * 8 + k)) as day
    from (select *, unnest(range(case when serious then greatest(penalties, 1) when firm in (from showcase) then 2 else penalties end)) as k
        from standing) s join firm f on f.id = s.firm),
guilty as (
    select null::bigint as firm, p.id as person, p.district, null as section, 'person' as party, -1 - p.id as die,
        between_days(as_of() - 1090, as_of() - 8, 'fined', p.id) as day
    from person p where p.living and p.age between 20 and 75 and p.district is not null and chance(0.004, 'fined at all', p.id)),
chosen as (
    select g.firm, g.person, g.district, g.die, g.day, f.n from punished g join sized z on z.section = g.section and z.party = g.party
    join fitting f on f.section = g.section and f.party = g.party and f.nth = whole(0, z.many - 1, 'offence', g.die)
    union all select g.firm, g.person, g.district, g.die, g.day, o.n from guilty g
    join (select n, row_number() over (order by n) - 1 as nth from offence where party = 'person') o on o.nth = whole(0, 4, 'offence', g.die)),
serial as (select *, row_number() over (order by day, firm, person, die) as id from chosen)
select s.id - 1 as id, s.firm, s.person, replace(o.document, '{short}', d.short) || '〔' || year(s.day) || '〕' || digits(s.id, 6) || '号' as number,
    o.cause, o.types,
    if(o.most = 0, null, round_to(o.least + (o.most - o.least) * power(draw('fine', s.die), 3), if(o.most < 2000, 50, 500))) as amount, s.day as date,
    s.day + if(o.most >= 100000, 1096, 365) as until, replace(o.authority, '{area}', '上海市' || d.name) as authority,
    chance(0.25, 'repaired', s.die) and s.day < as_of() - 120 as repaired
from serial s join offence o on o.n = s.n join district d on d.code = s.district order by s.id;
