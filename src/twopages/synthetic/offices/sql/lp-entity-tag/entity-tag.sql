-- tags of legal entities: key industry, headquarters, scale, listing
select f.key as 统一社会信用代码, f.name as 企业名称, c.scale as 企业规模, o.foreign_share is not null as 是否外商投资, t.board as 上市状态,
    if(t.headquarters is null, null, [t.headquarters]) as 总部类型,
        if(t.key_industry is null, null, if(t.known, [t.key_industry, '7'], [t.key_industry])) as 重点产业, t.technology_sme as 科技型中小企业,
    updated(120, 'entity-tag', f.id) as 更新时间
from talent t join firm f on f.id = t.firm join scale c on c.firm = f.id left join capital_origin o on o.firm = f.id
where f.category = '1' or chance(0.3, 'tagged', f.id)
order by f.id
