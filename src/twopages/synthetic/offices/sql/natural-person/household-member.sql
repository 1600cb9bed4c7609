-- One row for every living member of a household of the register.
select p.key as 公民身份号码, p.household_number as 户号, p.relation = '02' as 户主标志, p.relation as 与户主关系, p.household_since as 入户日期,
    h.household_kind as 户类型, q.text as 户地址, updated(900, 'member written', p.id) as 更新时间
from person p join place q on q.id = p.registered join person h on h.id = p.household
where p.living
order by p.id
