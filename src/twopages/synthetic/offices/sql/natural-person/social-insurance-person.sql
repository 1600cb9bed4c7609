-- Social insurance, a row a person and scheme; some who now work were in the residents' scheme before.
with able as (
    select p.*, p.grp = 'registered' as local from person p where p.living and p.grp <> 'outside'
),
insured as (
    select * from able where chance(case state when 'employed' then if(local, 0.98, 0.9) when 'civil' then 1.0 when 'flexible'
        then if(local, 0.6, 0.15)
        when 'trader' then if(local, 0.6, 0.15) when 'jobless' then 0.8 when 'retired' then if(local, 0.98, 0.05)
            when 'at home' then if(local, 0.4, 0) else 0 end, 'socially insured', id)
),
rows_of as (select i.*, unnest(if(state = 'employed' and local and chance(0.04, 'changed scheme', id), [1, 0], [0])) = 1 as former from insured i),
told as (
    select *, state = 'employed' and not former as at_work,
        case when former or state = 'jobless' then whole(13, 60, 'paid last', id) when state in ('employed', 'civil') then 1
            else whole(1, 3, 'paid last', id) end as back
    from rows_of
)
select t.key as 公民身份号码, t.name as 姓名, t.sex::varchar as 性别, case when t.former or t.state = 'at home' then '2'
    when t.state = 'civil' then '3' else '1' end as 险种类型,
    case when t.former then '3' when t.state = 'jobless' then '2' when t.state = 'retired' then '4' else '1' end as 参保状态,
        if(t.former, null, t.employment) as 就业状态,
    if(t.at_work, coalesce(f.key, stranger_credit('employer', t.id)), null) as 参保单位信用代码, if(t.at_work, coalesce(f.name, '外地用人单位'), null) as 参保单位名称,
    if(t.at_work, least(t.since + whole(0, 45, 'first paid', t.id)::integer, as_of() - 1), null)::date as 本单位参保日期,
    if(t.state in ('employed', 'civil', 'flexible') and not t.former, yuan(least(greatest(t.wage, 4927), 28017)), null) as 缴费基数,
    greatest(1, floor(least(greatest(t.age - 21, 0.3), 38) * 12 * (0.4 + 0.6 * draw('months paid', t.id))))::integer as 累计缴费月数,
    month_of(if(t.state = 'retired', t.retired, as_of() - to_months(t.back::integer))) as 最近缴费月份, if(t.state = 'retired', t.retired, null) as 退休日期,
    t.state = 'retired' as 是否领取养老金, if(t.pension > 0, yuan(t.pension), null) as 月养老金, t.phone as 手机号码,
        if(chance(0.3, 'no postal address', t.id), null, h.text) as 通信地址
from told t left join firm f on f.id = t.firm left join place h on h.id = t.home
order by t.id, t.former
