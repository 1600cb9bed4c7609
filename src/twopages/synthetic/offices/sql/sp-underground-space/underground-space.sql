-- structures under towers, as large as the building's plan
select 'U1' || district || digits(id + 1, 5) as 要素编码, name || '地下空间' as 名称, 'U1' as 类别, district as 所在区, keeper as 管理单位,
    round(area * basement / floors, 1)::decimal(18, 1) as 建筑面积,
    outline(longitude, latitude, greatest(area / floors, 200), 'underground', id) as 空间范围
from building where basement > 0 and name is not null
order by id
