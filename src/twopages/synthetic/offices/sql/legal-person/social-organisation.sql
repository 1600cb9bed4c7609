-- social organisations and institutions, in their own register
select o.key as 统一社会信用代码, o.name as 名称, o.category as 主体类别, o.state as 登记状态, coalesce(h.name, stranger_name('stranger directors', o.id)) as 法定代表人,
    h.key as 法定代表人证件号,
    o.established as 成立登记日期, p.text as 住所, o.scope as 业务范围,
    case o.category when '5' then '上海市事业单位登记管理局' when '9' then '上海市司法局' else '上海市' || d.name || '民政局' end as 登记管理机关
from organisation o join place p on p.id = o.registered join district d on d.code = o.district left join person h on h.id = o.head
order by o.id
