-- results of random inspections by random inspectors; the riskier are drawn more often
with drawn as (
    select f.*, s.trouble,
        unnest(range(case when f.id in (from showcase) or s.risk = 'D' then 2 when s.risk = 'C' then whole(0, 2, 'tasks', f.id)
        when s.risk = 'B' then whole(0, 1, 'tasks', f.id) else if(chance(0.25, 'tasks', f.id), 1, 0) end)) as nth
    from firm f join standing s on s.firm = f.id where f.active),
dated as (select *, id * 4 + nth as die,
    between_days(greatest(established + 30, as_of() - 700 * (nth + 1)::integer), as_of() - 8 - 700 * nth::integer, 'random visit',
    id * 4 + nth) as day from drawn)
select d.key as UNISCID, d.name as ENTNAME, 'SJ' || year(d.day) || a.short || digits(d.die, 8) as 任务编号, d.day as 检查日期,
    case when d.trouble > 0.95 then pick(['5', '5', '2', '4'], 'found', d.die) when d.trouble > 0.85 then pick(['2', '2', '1', '5'], 'found', d.die)
        when chance(0.005, 'refused', d.die) then '3'
        when chance(0.06, 'found something', d.die) then '2' else '1' end as 检查结果, '上海市' || a.name || '市场监督管理局' as 检查机关
from dated d join district a on a.code = d.district where d.day between d.established and as_of() - 1
order by d.die
