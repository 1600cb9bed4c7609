-- Driving licences: six years, then ten, then for ever (no end).
select p.key as 驾驶证号, p.name as 姓名, if(d.class = 'C1D', ['C1', 'D'], [d.class]) as 准驾车型, d.since::date as 初次领证日期,
    case when d.luck > 0.985 then as_of() - whole(20, 300, 'licence run out', p.id)::integer
        when d.since > years_after(as_of(), -6) then years_after(d.since, 6)
        when d.since > years_after(as_of(), -16) then years_after(d.since, 16) end::date as 有效期止,
    case when d.luck > 0.985 then 'M' when d.luck > 0.978 then 'G' when d.luck > 0.974 then 'D' when d.luck > 0.971 then 'F'
        when d.points >= 12 then 'B' else 'A' end as 状态,
    d.points as 累积记分, updated(1500, 'licence written', p.id) as 更新时间
from driver d join person p on p.id = d.person
order by p.id
