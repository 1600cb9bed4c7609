-- decisions of every authority against enterprises and persons
select p.number as 处罚决定书文号, coalesce(f.name, h.name) as 相对人名称, coalesce(f.key, h.key) as 相对人代码, p.cause as 违法行为类型, p.types as 处罚类别,
    yuan(p.amount) as 罚款金额, p.date as 处罚决定日期, p.until as 公示截止期, p.authority as 处罚机关, p.repaired as 是否修复,
    updated(6, 'administrative-penalty', p.id) as 更新时间
from penalty p left join firm f on f.id = p.firm left join person h on h.id = p.person
order by p.id
