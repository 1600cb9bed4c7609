-- labour credit levels of last year and the list for wage arrears
select f.key as 统一社会信用代码, f.name as 单位名称, year(as_of()) - 1 as 年度, case when g.wage_arrears or g.trouble > 0.97 then 'C' when g.merit > 0.7
    and g.trouble < 0.8 then 'A' else 'B' end as 诚信等级,
    g.wage_arrears as 是否列入欠薪名单, if(g.wage_arrears, g.fell, null) as 列入日期
from staff s join firm f on f.id = s.firm join standing g on g.firm = f.id
where s.insured > 0 and f.established < make_date(year(as_of()), 1, 1) and (g.wage_arrears or chance(0.8, 'labour credit', f.id))
order by f.id
