-- the accounts of employers that have anybody on their books
select f.key as 统一社会信用代码, f.name as 单位名称, h.name as 法定代表人, 'SB' || digits(f.id + 1, 8) as 社会保险登记号, p.text as 单位地址, f.phone as 联系电话,
    s.heads as 从业人数, s.insured as 参保人数, months_back(if(g.insurance_arrears, 2 + floor((g.trouble - 0.945) * 120)::integer, 1)) as 缴至月份,
    yuan(if(g.insurance_arrears, (2 + floor((g.trouble - 0.945) * 120)) * s.insured * 2100, 0)) as 欠缴金额
from staff s join firm f on f.id = s.firm join standing g on g.firm = f.id join place p on p.id = f.registered left join person h on h.id = f.head
where s.insured > 0 or chance(0.3, 'empty account', f.id)
order by f.id
