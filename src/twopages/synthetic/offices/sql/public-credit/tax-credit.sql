-- the ratings of the last three years: M in the first year, D and C for those in trouble
select f.key as 统一社会信用代码, f.name as 纳税人名称, b.year as 评价年度,
    case when b.year = year(f.established) then 'M' when s.trouble > 0.96 and b.year >= year(s.fell) then 'D' when s.trouble > 0.9 then 'C'
        when s.merit > 0.85 and s.trouble < 0.7 then 'A' else 'B' end as 信用等级,
    '国家税务总局上海市税务局' as 评价机关, moment(make_date(b.year + 1, 4, whole(10, 30, 'rated', f.id)), 'tax-credit', f.id * 10 + b.year % 10) as 更新时间
from books b join firm f on f.id = b.firm join standing s on s.firm = f.id
where chance(0.93, 'rated', f.id * 10 + b.year % 10)
order by f.id, b.year
