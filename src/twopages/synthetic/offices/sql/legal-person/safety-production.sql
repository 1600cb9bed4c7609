-- work safety standard levels and hazardous chemicals, of trades where work is dangerous
select f.key as 统一社会信用代码, f.name as 单位名称,
    if(graded, case when w.firm is not null or s.merit > 0.93 then '1' when s.merit > 0.55 then '2' else '3' end, null) as 标准化等级,
    if(graded, as_of() + whole(-200, 1090, 'safety until', f.id)::integer, null) as 标准化有效期止,
        h.holder is not null or f.industry in ('2720', '3973') as 是否涉及危化品,
    case f.section when 'C' then '工贸' when 'E' then '建筑施工' when 'G' then '交通运输' when 'F' then '危险化学品' else '公用事业' end as 行业类别
from (select *, chance(0.55, 'safety level', id) or id in (select firm from showcase) as graded from firm where active and category = '1') f
join standing s on s.firm = f.id left join showcase w on w.firm = f.id
left join (select distinct holder from firm_licence where kind = 'hazardous-chemicals-permit') h on h.holder = f.id
where h.holder is not null or w.firm is not null or (f.section in ('C', 'D', 'E', 'G') and chance(0.6, 'safety', f.id))
order by f.id
