-- rivers, lakes and sea areas; some rivers belong to no single district
select code as 要素编码, name as 名称, category as 类别, if(category = 'W1' and chance(0.1, 'several districts', id), null, district) as 所在区,
    manager as 河长单位, area::decimal(18, 1) as 水域面积, geometry as 空间范围
from feature where category in ('W1', 'W2', 'W3')
order by id
