-- the reports on the last two years; whoever is in trouble often files none, half of the others do not publish their revenue
with filed as (
    select f.*, b.year, b.revenue, b.assets, b.debts, b.profit, b.tax, s.heads, s.insured,
        s.heads + whole(-1, 1, 'heads reported', f.id * 10 + b.year % 10) as reported,
        f.id * 10 + b.year % 10 as die
    from books b join firm f on f.id = b.firm join staff s on s.firm = f.id join standing g on g.firm = f.id
    where b.year >= year(as_of()) - 2 and b.year > year(f.established) and chance(if(g.trouble > 0.95, 0.3, 0.93), 'report', f.id * 10 + b.year % 10))
select f.key as UNISCID, f.name as ENTNAME, f.year as ANCHEYEAR, f.phone as TEL, 'office@' || f.pinyin || f.id || '.example' as EMAIL,
    p.postcode as POSTALCODE,
    p.text as ADDR, coalesce(h.name, stranger_name('liaison', f.id)) as LIAISON,
        if(chance(0.4, 'website', f.id), ['www.' || f.pinyin || f.id || '.example'], null) as WEBSITE,
    greatest(f.reported, 1) as EMPNUM, if(chance(0.1, 'insured not published', f.die), null, least(f.insured, greatest(f.reported, 1))) as INSNUM,
    if(f.kind = '2100', null, yuan(f.capital * pick([3, 5, 10], 'paid in', f.id) // 10)) as ACCONAM, yuan(f.assets) as ASSGRO,
        yuan(f.debts) as LIAGRO,
    if(chance(0.5, 'revenue not published', f.die), null, yuan(f.revenue)) as VENDINC, yuan(f.profit) as NETINC, yuan(f.tax) as RATGRO
from filed f join place p on p.id = f.operating left join person h on h.id = f.head
order by f.id, f.year
