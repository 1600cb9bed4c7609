-- Registered constructors and who employs them; a registration lasts three years.
select c.number as 注册编号, p.key as 身份证号, p.name as 姓名, c.name as 资格名称,
    if(chance(0.25, 'two trades', p.id), ['建筑工程', pick(['市政公用工程', '机电工程'], 'second trade', p.id)],
        [pick(['建筑工程', '机电工程', '市政公用工程', '水利水电工程', '公路工程'], 'builder trade', p.id)]) as 注册专业,
    c.enterprise_key as 聘用企业信用代码, (as_of() - whole(30, 1040, 'registered builder', p.id)::integer)::date as 注册日期,
    years_after(as_of() - whole(30, 1040, 'registered builder', p.id)::integer, 3)::date as 注册有效期止
from certificate c join person p on p.id = c.person
where c.family = 'constructor'
order by c.id
