-- housing fund accounts of employers
select '99' || digits(f.id + 1, 7) as 单位账号, f.key as 统一社会信用代码, f.name as 单位名称, h.name as 法定代表人, f.phone as 联系电话, s.heads as 职工人数,
    s.depositors as 缴存人数,
    months_back(if(g.fund_arrears, 2 + floor((g.trouble - 0.935) * 120)::integer, 1)) as 缴至年月
from staff s join firm f on f.id = s.firm join standing g on g.firm = f.id left join person h on h.id = f.head
where s.depositors > 0
order by f.id
