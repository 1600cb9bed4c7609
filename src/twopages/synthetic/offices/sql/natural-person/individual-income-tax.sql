-- Income tax of the last two years, after the yearly settlement: what a wage comes to, the deductions and the brackets.
with years as (select unnest([1, 2]) as back),
paid as (
    select p.*, f.key as firm_key, f.name as firm_name, y.back, year(as_of()) - y.back as period,
        round(p.wage * (12 + draw('bonus', p.id) * 4) * (1 - 0.06 * (y.back - 1)), 2) as income
    from person p left join firm f on f.id = p.firm, years y
    where p.living and p.wage > 0 and p.state in ('employed', 'civil', 'flexible') and chance(0.93, 'taxed', p.id * 2 + y.back)
        and (y.back = 1 or p.age > 23)
),
reckoned as (select *, greatest(0, income * 0.825 - 60000 - pick([0, 12000, 18000, 24000, 30000], 'deductions', id)) as base from paid)
select key as 公民身份号码, name as 姓名, period::integer as 年度, yuan(income) as 综合所得,
    yuan(case when base <= 36000 then base * 0.03 when base <= 144000 then base * 0.1 - 2520 when base <= 300000 then base * 0.2 - 16920
        when base <= 420000 then base * 0.25 - 31920 when base <= 660000 then base * 0.3 - 52920 when base <= 960000 then base * 0.35 - 85920
        else base * 0.45 - 181920 end) as 实缴税额,
    least(greatest(1, floor((age - 21) * 12 * (0.3 + 0.7 * draw('months taxed', id)))::integer - 12 * (back - 1)), 240) as 连续纳税月数,
    coalesce(firm_name, case state when 'civil' then '上海市机关事业单位' when 'employed' then '外地用人单位' end) as 扣缴单位名称, firm_key as 扣缴单位信用代码
from reckoned
order by id, period
