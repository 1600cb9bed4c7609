-- Registered veterans; most have their card.
select p.key as 公民身份号码, p.name as 姓名, v.category as 退役军人类别, v.discharged::date as 退役日期,
    if(likely(0.85, 'veteran card', p.id), v.card, null) as 优待证编号, h.district as 安置区
from veteran v join person p on p.id = v.person left join place h on h.id = p.registered
order by p.id
