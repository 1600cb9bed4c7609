-- environment credit of polluting enterprises last year
select f.key as 统一社会信用代码, f.name as 单位名称, year(as_of()) - 1 as 年度,
    case when exists (select 1 from penalty p where p.firm = f.id and p.cause like '%污水%') or s.trouble > 0.97 then '4'
        when s.trouble > 0.88 then '3' when s.merit > 0.75 then '1' else '2' end as 信用等级,
    w.firm is not null or f.industry in ('2720', '3973', '4430') as 是否重点排污单位, '上海市' || d.name || '生态环境局' as 评价部门
from firm_licence l join firm f on f.id = l.holder join standing s on s.firm = f.id join district d on d.code = f.district
    left join showcase w on w.firm = f.id
where l.kind = 'pollutant-discharge-licence' and f.active
order by f.id
