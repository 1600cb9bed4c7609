-- Families in hardship, every living member a row; some have medical assistance beside it.
with members as (
    select h.*, unnest(if(chance(0.08, 'medical assistance', h.person), ['A', 'B'], ['A'])) as turn from hardship h
)
select 'JZ' || digits(m.head, 8) || m.turn as 救助编号, p.key as 身份证号, p.name as 姓名,
    case when m.turn = 'B' then '6' when p.age < 18 and chance(0.5, 'child in difficulty', p.id) then '8' else m.category end as 救助类别,
    if(p.age < 20, null, l.marital) as 婚姻状况,
    m.size as 家庭人数, yuan(m.income) as 家庭人均月收入, (m.since + if(m.turn = 'B', 25, 0))::date as 认定日期,
    (m.since + if(m.turn = 'B', 25, 0) + 365 * ceil(greatest(1, datediff('day', m.since, as_of())) / 365)::integer)::date as 有效期止, q.street as 经办街镇
from members m join person p on p.id = m.person join life l on l.id = p.id left join place q on q.id = p.registered
order by m.person, m.turn
