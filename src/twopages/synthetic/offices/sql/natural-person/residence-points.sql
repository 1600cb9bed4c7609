-- Points of permit holders of working age; 120 meet the standard.
with scored as (
    select p.*, least(220, round(case level when '11' then 115 when '14' then 105 when '21' then 92 when '31' then 62 else 30 end
        + if(age < 43, 28, greatest(5, 28 - (age - 43) * 2)) + lognormal(9, 0.9, 'points earned', id)))::integer as points
    from person p where p.living and p.grp = 'elsewhere' and p.age between 22 and 58 and p.state in ('employed', 'flexible')
        and chance(if(level in ('11', '14', '21'), 0.4, 0.06), 'points', p.id)
)
select s.key as 公民身份号码, s.name as 姓名, s.points as 积分, s.points >= 120 as 是否达标,
    if(s.points >= 120, 'JF' || strftime(as_of(), '%Y') || digits(s.id, 8), null) as 积分通知书编号, f.name as 申请单位
from scored s left join firm f on f.id = s.firm
order by s.id
