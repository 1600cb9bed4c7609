-- qualification certificates of construction enterprises
select l.number as 资质证书编号, f.key as 统一社会信用代码, f.name as 企业名称, l.scope as 资质类别, l.level as 资质等级, l.issuer as 发证机关,
    l.issued as 发证日期, l.until as 有效期止, l.state as 状态
from firm_licence l join firm f on f.id = l.holder
where l.kind = 'construction-qualification-certificate'
order by l.id
