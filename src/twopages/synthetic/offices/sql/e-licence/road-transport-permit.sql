-- road transport business permits, checked every year
select l.number as 许可证号, f.key as 统一社会信用代码, f.name as 业户名称, l.scope as 经营范围, l.issuer as 核发机关, l.issued as 有效期起, l.until as 有效期止,
    if(l.issued < as_of() - 365, between_days(greatest(l.issued + 330, as_of() - 400), as_of() - 5, 'yearly check', l.id), null) as 年审日期,
        l.state as 状态
from firm_licence l join firm f on f.id = l.holder
where l.kind = 'road-transport-business-permit'
order by l.id
