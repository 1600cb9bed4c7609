-- every plot, gate and room, with the building that it is in and the address above it
select p.code as 地址编码, p.text as 地址全称, p.district as 所在区, p.street as 街镇代码, p.committee as "居(村)委会", p.road as 道路, p.lane as 弄号, p.gate as 门牌号,
    p.building as 幢号, p.room as 室号, p.postcode as 邮编, p.longitude::decimal(9, 6) as 经度, p.latitude::decimal(9, 6) as 纬度, p.state as 地址状态,
    if(p.alias is null, null, [p.alias]) as 地址别名, b.code as 楼栋编码, a.code as 上级地址编码
from place p left join inside i on i.place = p.id left join building b on b.id = i.building left join place a on a.id = p.parent
order by p.id
