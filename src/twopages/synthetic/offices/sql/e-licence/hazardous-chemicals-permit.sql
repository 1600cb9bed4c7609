-- permits to deal in hazardous chemicals
select l.number as 许可证编号, f.key as 统一社会信用代码, f.name as 企业名称, l.scope as 许可范围, p.text as 经营地址, l.issuer as 发证机关,
    l.issued as 发证日期, l.until as 有效期止, l.state as 状态
from firm_licence l join firm f on f.id = l.holder join place p on p.id = f.operating
where l.kind = 'hazardous-chemicals-permit'
order by l.id
