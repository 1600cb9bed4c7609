-- Deaths that a medical institution certified.
select 'SW3199' || strftime(p.death, '%Y') || digits(p.id, 8) as 死亡证编号, p.key as 公民身份号码, p.name as 姓名, p.sex::varchar as 性别,
    if(chance(0.06, 'died at home', p.id), p.death + 1, p.death)::date as 死亡日期,
    '上海市' || d.name || pick(['中心医院', '社区卫生服务中心', '人民医院'], 'certifier', p.id) as 填报单位
from person p join place h on h.id = p.registered join district d on d.code = h.district
where p.death is not null and chance(0.97, 'certified', p.id)
order by p.id
