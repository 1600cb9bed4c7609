-- parcels of farmland, worked by the growers of the city
with grower as (select name, row_number() over (order by id) - 1 as n, count(*) over () as many from firm where section = 'A' and active)
select f.code as 地块编码, f.name as 地块名称, f.category as 类别, f.district as 所在区, coalesce(g.name, f.district_name || '农业服务中心') as 经营主体,
    f.area::decimal(18, 1) as 面积, f.geometry as 空间范围
from feature f left join grower g on g.n = whole(0, 1000000, 'grower', f.id) % g.many and chance(0.8, 'grown', f.id)
where f.category = 'A1'
order by f.id
