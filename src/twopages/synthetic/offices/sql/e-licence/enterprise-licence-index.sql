-- the electronic licences of enterprises, children with the number of their parent; a licence without end has none
select '31' || l.kind || digits(l.id + 1, 9) as 电子证照标识, l.kind as 证照类型代码, t.label as 证照名称, l.number as 证照编号, f.key as 持证主体代码, f.name as 持证主体名称,
    l.issuer as 发证机关, l.district as 发证区划, l.issued as 发证日期, l.issued as 有效期起, l.until as 有效期止, l.scope as 许可范围, p.text as 许可地址, m.number as 母证编号,
    l.state as 证照状态, l.state_date as 状态日期,
    case l.state when '2' then '监督检查中责令暂扣' when '3' then '因违法行为被吊销' when '4' then '许可决定被撤销' when '5' then '持证人申请注销' when '6' then '有效期届满'
        when '8' then '换发新证' end as 状态变更原因,
    l.version as 版本号, sha256('licence ' || l.id || ' ' || l.number) as 文件摘要
from firm_licence l join firm f on f.id = l.holder join place p on p.id = f.operating left join firm_licence m on m.id = l.parent
left join code t on t.list = 'licence-type' and t.id = l.kind
order by l.id
