-- sensing points of Baoshan
select code as 点位编码, name as 点位名称, category as 类别, district as 所在区, manager as 建设单位, geometry as 位置,
    pick(['在线', '在线', '在线', '在线', '离线', '故障'], 'sensor', id) as 设备状态
from feature where category = 'S1'
order by id
