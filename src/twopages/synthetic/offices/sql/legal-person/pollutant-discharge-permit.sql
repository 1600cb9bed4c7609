-- pollutant permits by the number of the licence, and registrations of those who need no licence
select coalesce(l.number, f.key || '001W') as 许可证编号, f.key as 统一社会信用代码, f.name as 单位名称,
    case when l.id is null then '3' when w.firm is not null or f.industry in ('2720', '3973', '4430') then '1' else '2' end as 管理类别,
    coalesce(l.until, if(l.id is null, as_of() + whole(30, 1500, 'pollutant registration', f.id)::integer, null)) as 有效期止,
    l.id is not null and (w.firm is not null or f.industry in ('2720', '3973', '4430')) as 是否重点排污单位
from firm f left join firm_licence l on l.holder = f.id and l.kind = 'pollutant-discharge-licence' left join showcase w on w.firm = f.id
where l.id is not null or (f.active and f.section in ('C', 'D', 'H', 'O') and f.category = '1' and chance(0.4, 'pollutant registration', f.id))
order by f.id
