-- Basic accounts of the housing fund, and supplementary ones of some.
with savers as (
    select p.* from person p where p.grp <> 'outside' and chance(case p.state when 'employed' then 0.75 when 'civil' then 1.0 when 'jobless'
        then 0.3 else 0 end
        * if(p.grp = 'elsewhere', 0.5, 1), 'housing fund', p.id)
),
accounts as (
    select s.*, unnest(if(s.state <> 'jobless' and chance(0.06, 'supplementary fund', s.id), [1, 2], [1])) as account, s.state = 'jobless' as sealed,
        least(greatest(s.wage, 2480), 28017) as base
    from savers s
),
saved as (select *, if(account = 2, 0.06, 0.14) * base as monthly from accounts)
select account::varchar || digits(a.id + 1, 11) as 个人账号, a.key as 证件号码, a.name as 姓名,
    if(a.state = 'employed', coalesce(f.key, stranger_credit('employer', a.id)), null) as 单位信用代码,
        if(a.state = 'employed', coalesce(f.name, '外地用人单位'), null) as 单位名称,
    if(a.sealed, '2', '1') as 账户状态, yuan(a.base) as 缴存基数, yuan(if(a.sealed, 0, a.monthly)) as 月缴存额,
        yuan(a.monthly * whole(3, 90, 'months saved', a.id)) as 余额,
    months_back(if(a.sealed, whole(8, 60, 'sealed for', a.id), 0)::integer) as 缴至年月,
    if(a.account = 1 and chance(0.15, 'fund loan', a.id), yuan(whole(100000, 900000, 'loan left', a.id)), null) as 贷款余额, a.phone as 手机号,
    moment(if(a.account = 2, as_of() - 1, as_of() - whole(2, 300, 'fund day', a.id)::integer), 'fund written', a.id) as 更新时间
from saved a left join firm f on f.id = if(chance(0.03, 'fund of another employer', a.id),
    whole(0, (select count(*) - 1 from firm), 'which other employer', a.id), a.firm)
order by a.id, a.account
