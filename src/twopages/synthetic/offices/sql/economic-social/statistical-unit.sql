-- statistical business register: everybody above scale, a sample of the others
select f.key as 统一社会信用代码, f.name as 单位名称, f.kind as 登记注册类型, f.section as 行业门类, f.industry as 行业代码, c.scale as 企业规模, c.above as 是否规上,
    f.district as 登记区划, p.text as 注册地址,
    o.text as 经营地址, o.street as 经营所在街镇, s.heads as 从业人员期末人数, yuan(b.assets // 1000 * 1000) as 资产总计, yuan(b.debts // 1000 * 1000) as 负债合计,
        yuan(b.revenue // 1000 * 1000) as 营业收入,
    if(b.research >= 1000, yuan(b.research // 1000 * 1000), null) as 研发费用, percent(x.state_share) as 国有资本比例
from scale c join firm f on f.id = c.firm join staff s on s.firm = f.id join books b on b.firm = f.id and b.year = year(as_of()) - 1
join place p on p.id = f.registered join place o on o.id = f.operating left join capital_origin x on x.firm = f.id
where f.category = '1' and (c.above or chance(0.35, 'sampled', f.id))
order by f.id
