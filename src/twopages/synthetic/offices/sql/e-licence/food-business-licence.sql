-- food business licences, with what may be sold or made
select l.number as 许可证编号, f.key as 统一社会信用代码, f.name as 经营者名称, p.text as 经营场所, l.scope as 经营项目, l.issuer as 发证机关,
    l.issued as 签发日期, l.issued as 有效期起, l.until as 有效期止, l.state as 状态
from firm_licence l join firm f on f.id = l.holder join place p on p.id = f.operating
where l.kind = 'food-business-licence'
order by l.id
