-- yearly imports and exports of the firms registered with customs, under their customs numbers
select customs_number(f.id) as 海关注册编码, f.key as 统一社会信用代码, f.name as 企业名称, t.year as 年度, yuan(t.imports) as 进口额, yuan(t.exports) as 出口额
from traded t join firm f on f.id = t.firm where t.imports + t.exports > 0
order by f.id, t.year
