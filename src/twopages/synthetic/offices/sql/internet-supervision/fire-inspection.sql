-- fire inspections: key units every year, others by chance
with inspected as (
    select e.id, e.key, e.name, e.established, e.kind <> 'firm' or f.industry in ('6110', '6121', '5212', '8820', '8051', '8425')
        or w.firm is not null as key_unit, coalesce(s.trouble, draw('institution trouble', e.id)) as trouble
    from enterprise e left join firm f on f.id = e.id left join standing s on s.firm = e.id left join showcase w on w.firm = e.id where e.active),
visit as (
    select *, unnest(range(if(key_unit, pick([1, 2, 2], 'fire visits', id), 1))) as nth from inspected
        where key_unit or chance(0.1, 'fire visit', id)),
dated as (
    select *, id * 4 + nth as die,
        between_days(greatest(established, as_of() - 400 * (nth + 1)::integer), as_of() - 6 - 400 * nth::integer, 'fire visit day',
        id * 4 + nth) as day from visit)
select 'XF' || year(day) || digits(row_number() over (order by id, nth), 8) as 检查编号, key as 统一社会信用代码, name as 单位名称, key_unit as 是否重点单位, day as 检查日期,
    case when trouble > 0.985 then '4' when trouble > 0.8 or chance(0.1, 'fire fault', die) then '2' else '1' end as 检查结果
from dated where day > established and day < as_of()
order by id, nth
