-- Tour guides.
select c.number as 导游证号, p.key as 身份证号, p.name as 姓名, c.name as 资格名称, c.level as 等级, c.subject as 语种
from certificate c join person p on p.id = c.person
where c.family = 'guide'
order by c.id
