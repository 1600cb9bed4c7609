-- Vocational skills of workers in trades.
select 'S000031' || strftime(c.issued, '%Y') || digits(c.id * 7 + 1000003, 9) as 证书编号, p.key as 身份证号, p.name as 姓名, c.name as 职业工种,
    c.level as 等级, c.subject as 评价机构, c.issued::date as 发证日期
from certificate c join person p on p.id = c.person
where c.family = 'skill'
order by c.id
