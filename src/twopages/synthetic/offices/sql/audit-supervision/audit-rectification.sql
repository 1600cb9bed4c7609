-- how audited units put findings right: public institutions, firms of the state, the showcase
select 'SJXM' || year(as_of()) - 1 || digits(row_number() over (order by a.id), 4) as 审计项目编号, a.key as 统一社会信用代码, a.name as 被审计单位,
    year(as_of()) - 1 as 年度,
    chance(0.85, 'rectified', a.id) as 是否完成整改, whole(1, 9, 'findings', a.id) as 问题数
from (select e.id, e.key, e.name from enterprise e left join capital_origin o on o.firm = e.id left join showcase w on w.firm = e.id
    where e.active and ((e.category = '5' and chance(0.5, 'audited', e.id)) or (o.state_share is not null and chance(0.6, 'audited', e.id))
        or w.firm is not null)) a
order by a.id
