-- counts of hotline cases about an enterprise in the twelve months before; callers are not delivered
select f.key as 统一社会信用代码, f.name as 被诉求单位, months_back(1) as 统计月份,
    case when w.firm is not null then 14 else 1 + floor(lognormal(if(s.trouble > 0.9, 6, 2), 0.9, 'cases', f.id))::bigint end as 近一年件数,
    percent(round(100 - 40 * s.trouble * draw('resolved', f.id), 1)) as 办结率,
    case f.section when 'H' then '餐饮卫生' when 'P' then '预付卡纠纷' when 'R' then '预付卡纠纷' when 'E' then '施工扰民' when 'C' then '环境污染' when 'K' then '物业管理'
        else '消费纠纷' end as 主要诉求类别
from firm f join standing s on s.firm = f.id left join showcase w on w.firm = f.id
where f.active and (w.firm is not null
    or chance(case when f.section in ('H', 'P', 'R', 'O', 'K') then 0.3 else 0.06 end + if(s.trouble > 0.9, 0.4, 0), 'hotline', f.id))
order by f.id
