-- office buildings of Jing'an with rent, occupancy and tax
select code as 楼宇编码, name as 楼宇名称, address as 楼宇地址, use as 用途, floors as 地上层数, basement as 地下层数, area::decimal(18, 1) as 建筑面积, keeper as 物业公司,
    firms as 入驻企业数,
    percent(occupancy) as 入驻率, rent::decimal(9, 2) as 平均租金, yuan(tax) as 年税收, percent(local) as 属地注册率
from let where district = '310106'
order by id
