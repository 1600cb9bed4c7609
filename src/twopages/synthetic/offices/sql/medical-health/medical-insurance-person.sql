-- Medical insurance: workers and the retired in the workers' scheme, children and who does not work in the residents'.
with insured as (
    select p.*, case when p.grp = 'registered' and p.age > 88 and chance(0.1, 'veteran cadre', p.id) then '3'
            when p.state in ('employed', 'civil', 'flexible', 'trader', 'jobless') then '1' when p.state = 'retired'
                and (p.pension > 0 or p.grp <> 'registered') then '1'
            else '2' end as scheme
    from person p join life l using (id) where l.insured
)
select i.key as 公民身份号码, i.name as 姓名, i.scheme as 参保类型,
    case when i.state = 'jobless' then pick(['1', '2', '2'], 'insurance standing', i.id) when i.state = 'retired' then '4'
        when chance(0.015, 'insurance interrupted', i.id) then '2' else '1' end as 参保状态,
    if(i.scheme = '2', null, yuan(round(lognormal(if(i.state = 'retired', 3800, 2400), 0.9, 'account', i.id), 2))) as 个人账户余额,
    i.age >= 60 and i.scheme <> '3' and i.grp = 'registered' as 是否享受长护险, r.text as 户籍地址,
        if(chance(0.7, 'insurer knows home', i.id), h.text, null) as 居住地址,
    if(chance(0.92, 'insurer knows phone', i.id), i.phone, null) as 手机号, updated(800, 'insurance written', i.id) as 更新时间
from insured i left join place r on r.id = i.registered left join place h on h.id = i.home
order by i.id
