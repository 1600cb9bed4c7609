-- Drivers of goods vehicles, taxis and hailed cars.
select c.number as 从业资格证号, p.key as 身份证号, p.name as 姓名, c.name as 从业资格类别,
    (as_of() + whole(-120, 2100, 'road qualification until', p.id)::integer)::date as 有效期止, c.enterprise_name as 服务单位
from certificate c join person p on p.id = c.person
where c.family = 'driver'
order by c.id
