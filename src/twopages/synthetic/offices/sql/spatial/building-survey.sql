-- survey of all buildings
select b.code as 房屋编码, b.name as 房屋名称, p.text as 房屋地址, b.use as 用途, b.structure as 结构, b.floors as 地上层数,
    if(chance(0.1, 'basement unknown', b.id), null, b.basement) as 地下层数,
    b.area::decimal(18, 1) as 建筑面积, if(chance(0.05, 'year unknown', b.id), null, b.completed) as 竣工年份, b.elevators as 电梯数,
        if(chance(0.15, 'not surveyed', b.id), null, b.safety) as 安全等级
from building b join place p on p.id = b.place
order by b.id
