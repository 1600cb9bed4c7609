-- office buildings of Pudong
select code as 楼宇编码, name as 楼宇名称, address as 楼宇地址, floors as 地上层数, area::decimal(18, 1) as 建筑面积, completed as 竣工年份, keeper as 物业公司, firms as 入驻企业数,
    percent(occupancy) as 入驻率, rent::decimal(9, 2) as 平均租金, yuan(tax) as 年税收
from let where district = '310115'
order by id
