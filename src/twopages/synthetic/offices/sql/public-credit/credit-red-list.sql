-- red lists of departments: who is on them, and a few who no longer are
select f.key as 统一社会信用代码, f.name as 单位名称, l.name as 名单名称, l.field as 领域, chance(0.93, 'still red ' || l.name, f.id) as 是否在列, l.office as 认定部门
from standing s join firm f on f.id = s.firm left join showcase w on w.firm = f.id
join (values ('A级纳税人红名单', '纳税', '国家税务总局上海市税务局', 0.6), ('劳动保障诚信红名单', '劳动保障', '上海市人力资源和社会保障局', 0.5),
    ('海关高级认证企业红名单', '进出口', '上海海关', 0.04), ('环保诚信企业红名单', '环境保护', '上海市生态环境局', 0.05)) l(name, field, office, share)
    on chance(l.share, 'red ' || l.name, f.id)
where f.active and (s.red or w.firm is not null)
order by f.id, l.name
