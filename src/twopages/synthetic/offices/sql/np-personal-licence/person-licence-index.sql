-- The index of the electronic licences of persons.
select '31' || l.kind || digits(l.id + 1, 9) as 电子证照标识, l.kind as 证照类型代码, c.label as 证照名称, l.number as 证照编号, p.key as 持证人证件号, p.name as 持证人姓名,
    l.issuer as 发证机关, l.district as 发证区划, l.issued as 发证日期, l.issued as 有效期起, l.until as 有效期止, l.level as 等级, l.state as 证照状态,
    l.state_date as 状态日期, l.version as 版本号, md5('licence ' || l.number) || md5('file ' || l.number) as 文件摘要
from person_licence l join person p on p.id = l.holder join code c on c.list = 'licence-type' and c.id = l.kind
order by l.id
