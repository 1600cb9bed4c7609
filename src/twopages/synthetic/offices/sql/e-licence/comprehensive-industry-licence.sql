-- one row for each single permit under a comprehensive industry licence of Pudong
select m.number as 综合许可证编号, l.number as 单项许可证编号, f.key as 统一社会信用代码, f.name as 企业名称, t.label as 单项许可名称, p.text as 经营场所, l.issuer as 发证机关,
    l.issued as 发证日期, l.state as 状态
from firm_licence l join firm_licence m on m.id = l.parent and m.kind = 'comprehensive-industry-licence' join firm f on f.id = l.holder
    join place p on p.id = f.operating
left join code t on t.list = 'licence-type' and t.id = l.kind
order by l.id
