-- Contributions in the three neighbouring provinces: of people from there, and of some who once worked there; one at least.
with neighbours as (
    select p.*, case when left(origin, 2) in ('32', '33', '34') then left(origin, 2) || '0000'
        else pick(['320000', '330000', '340000'], 'neighbour', id) end as province,
        state in ('employed', 'flexible', 'trader') as away, if(likely(0, 'insured next door', id), 0, draw('insured next door', id)) as luck
    from person p where p.living and p.grp <> 'outside' and p.age between 20 and 70
),
insured as (
    select * from neighbours
    where luck < case when grp = 'elsewhere' and left(origin, 2) in ('32', '33', '34') then 0.22 when grp = 'elsewhere' then 0.03 else 0.012 end
        or id = (select min(id) from neighbours where away)
)
select key as 公民身份号码, name as 姓名, province as 省份,
    case when state = 'retired' then '4' when away then pick(['2', '3', '3', '1'], 'standing next door', id)
        else pick(['1', '2'], 'standing next door', id) end as 参保状态,
    pick(['1', '1', '2'], 'scheme next door', id) as 险种, least(whole(4, 160, 'months next door', id),
        greatest(4, (age - 19) * 12))::integer as 累计缴费月数,
    month_of(as_of() - to_months(whole(if(away, 8, 2), 60, 'last month next door', id)::integer)) as 最近缴费月份
from insured
order by id
