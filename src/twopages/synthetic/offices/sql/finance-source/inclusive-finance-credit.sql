-- credit lines and loans of small firms, by bank; banks bear codes that nobody has
with borrower as (
    select f.id, f.key, f.name, b.revenue, s.trouble, g.firm is not null as guaranteed,
        unnest(range(if(t.known, 3, pick([1, 1, 1, 2], 'banks', f.id)))) as nth
    from talent t join firm f on f.id = t.firm join standing s on s.firm = f.id join scale c on c.firm = f.id
        join books b on b.firm = f.id and b.year = year(as_of()) - 1
    left join (select distinct firm from guarantee) g on g.firm = f.id
    where t.known or g.firm is not null or (c.scale in ('3', '4') and f.category <> '3' and chance(0.16, 'borrows', f.id))),
lent as (select *, greatest(round_to(least(revenue * (0.05 + 0.2 * draw('credit', id * 4 + nth)), 10000000), 10000), 50000) as line from borrower)
select key as 统一社会信用代码, 'B9' || digits(whole(1, 24, 'first bank', id) + nth * 31, 5) as 机构编码, name as 企业名称, yuan(line) as 授信额度,
    yuan(round_to(line * pick([0, 0.4, 0.6, 0.8, 1], 'drawn', id * 4 + nth), 10000)) as 贷款余额, trouble > 0.97 and nth = 0 as 是否逾期90天,
        months_back(1) as 统计月份
from lent order by id, nth
