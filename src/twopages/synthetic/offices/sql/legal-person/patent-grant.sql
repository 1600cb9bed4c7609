-- counts of patents and trademarks in force by holder
select f.key as 统一社会信用代码, f.name as 权利人名称, t.patents as 有效专利数, least(t.inventions, t.patents) as 有效发明专利数, t.brands as 有效商标数,
    (date_trunc('month', as_of()) - interval 1 day)::date as 统计日期
from talent t join firm f on f.id = t.firm where t.patents > 0 or t.brands > 0
order by f.id
