-- Last month's subsidy of everyone registered from 65 on; of the dead for a month still.
with aged as (
    select *, age_at(birth, as_of() - to_months(1)) as years from person
    where grp = 'registered' and age >= 65.1 and (living or death > as_of() - 45) and likely(0.985, 'elderly subsidy', id)
)
select key as 身份证号, name as 姓名, true as 是否发放,
    yuan(case when years >= 100 then 600 when years >= 90 then 350 when years >= 80 then 180 when years >= 70 then 150 else 75 end) as 月标准,
    months_back(1) as 发放月份, '3199' || digits(id * 3 + 1000003, 9) as 敬老卡号
from aged
order by id
