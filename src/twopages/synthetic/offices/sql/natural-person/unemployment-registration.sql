-- The registered unemployed, and some who have found a job that nobody entered.
with registered as (
    select p.*, p.state = 'jobless' as jobless,
        if(p.state = 'jobless', as_of() - whole(20, 700, 'unemployed since', id)::integer,
            coalesce(p.since, as_of()) - whole(30, 300, 'unemployed since', id)::integer) as day
    from person p where p.living and p.grp <> 'outside' and (p.state = 'jobless' and chance(0.8, 'registered jobless', id)
        or p.state = 'employed' and p.since > as_of() - 600 and chance(0.04, 'not withdrawn', id))
)
select key as 公民身份号码, name as 姓名, day::date as 失业登记日期, '3' as 就业状态,
    if(jobless and chance(0.6, 'benefit', id), last_day(day + whole(60, 700, 'benefit until', id)::integer), null)::date as 失业金领取期限止,
    if(jobless, null, pick(['重新就业', '本人申请'], 'why ended', id)) as 终止原因
from registered
order by id
