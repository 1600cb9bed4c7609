-- Qualifications of the national catalogue, of those whose work asks for one and of some others.
select strftime(c.issued, '%Y') || '31990' || digits(c.id * 7 + 1000003, 10) as 证书管理号, p.key as 身份证号, p.name as 姓名, c.name as 资格名称,
    c.level as 级别, c.issued::date as 批准日期
from certificate c join person p on p.id = c.person
where c.family = 'qualification'
order by c.id
