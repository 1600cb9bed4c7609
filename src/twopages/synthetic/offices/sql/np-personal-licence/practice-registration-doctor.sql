-- Registered physicians and where they practise.
select c.number as 执业证书编码, p.key as 身份证号, p.name as 姓名, c.level as 执业资格, c.subject as 执业范围, c.enterprise_key as 主要执业机构代码,
    c.issued::date as 注册日期, if(chance(0.25, 'practice changed', p.id), between_days(c.issued, as_of() - 10, 'practice changed on', p.id), null)::date as 变更日期
from certificate c join person p on p.id = c.person
where c.family = 'doctor'
order by c.id
