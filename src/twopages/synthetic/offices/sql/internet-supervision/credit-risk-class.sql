-- credit risk classes of last month
select f.key as UNISCID, f.name as ENTNAME, s.risk as 风险等级, months_back(1) as 评价月份, 'V2.3' as 模型版本, updated(20, 'credit-risk-class', f.id) as 更新时间
from standing s join firm f on f.id = s.firm where f.active
order by f.id
