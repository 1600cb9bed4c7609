-- Professional titles: of physicians, nurses, teachers and of half of the other professionals.
select '沪Z' || strftime(c.issued, '%Y') || digits(c.id * 7 + 1000003, 9) as 证书编号, p.key as 身份证号, p.name as 姓名, c.name as 职称名称,
    c.level as 职称级别, c.subject as 专业, c.issued::date as 授予日期
from certificate c join person p on p.id = c.person
where c.family = 'title'
order by c.id
