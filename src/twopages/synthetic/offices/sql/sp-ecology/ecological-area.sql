-- ecological protection areas
select code as 要素编码, name as 名称, category as 类别, district as 所在区, manager as 管理单位, area::decimal(18, 1) as 面积, geometry as 空间范围
from feature where category = 'E1'
order by id
